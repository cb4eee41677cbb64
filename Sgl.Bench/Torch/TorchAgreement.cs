using static TorchSharp.torch;

namespace Sgl.Bench;

/// <summary>Holds libtorch's gradients to ours.</summary>
internal static class TorchAgreement
{
    private const double Tolerance = 1e-4; // the rounding of sums over steps and samples, in different orders
    private const double LossTolerance = 1e-5;

    /// <summary>Throws unless the last step of training of ours and the next one of the other's give the same loss and gradients.</summary>
    public static void Training(Network ours, double loss, TorchClassifier other)
    {
        Agreement.Near("loss", LossTolerance, [(float)loss], [(float)other.TrainStep()]);
        Gradients(ours.Parameters, other.Gradients);
    }

    /// <summary>Throws unless the gradients of all parameters are the same within rounding.</summary>
    public static void Gradients(IEnumerable<Parameter> ours, IEnumerable<Tensor> others)
    {
        foreach ((Parameter parameter, Tensor other) in ours.Zip(others))
            Agreement.Near($"gradient of {parameter}", Tolerance, parameter.Gradient.Span, Tensors.ToArray(other));
    }
}
