namespace Sgl;

/// <summary>A parameter on the processor, where it is anyway.</summary>
internal sealed class CpuParameter(Parameter parameter) : LayerParameter
{
    public override View<float> Value => new(parameter.Value);

    public override View<float> Gradient => new(parameter.Gradient);

    internal override View<float> TakeGradient(out bool accumulate) => new(parameter.TakeGradient(out accumulate));
}
