namespace Sgl;

/// <content>Steps of optimizers, each one kernel, which keeps bounds and looks for what is no number.</content>
internal sealed partial class GpuBackend
{
    public override void SgdStep(ParameterUpdate parameter, View<float> m, float learningRate, float momentum)
    {
        RequireStep(parameter, m);
        math.Steps.Sgd(DeviceParameter.Of(parameter), m.AsArray(), learningRate, momentum);
        parameter.IsFinished = true;
    }

    public override void AdamStep(ParameterUpdate parameter, View<float> m, View<float> v, in AdamNumbers numbers)
    {
        RequireStep(parameter, m);
        RequireStep(parameter, v);
        math.Steps.Adam(DeviceParameter.Of(parameter), m.AsArray(), v.AsArray(), numbers);
        parameter.IsFinished = true;
    }

    internal override void Finish(ParameterUpdate parameter)
    {
        bool isBounded = !float.IsNegativeInfinity(parameter.Min) || !float.IsPositiveInfinity(parameter.Max);
        if (isBounded || parameter.NonFinite.Length > 0) math.Steps.Finish(DeviceParameter.Of(parameter));
    }
}
