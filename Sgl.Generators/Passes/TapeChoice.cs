using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>Decides between saving the tape and computing it again, by the bytes that each moves per neuron-step.</summary>
internal static class TapeChoice
{
    /// <summary>
    /// In the time of one operation a core moves about this many bytes to or from memory. An estimate, to be replaced
    /// by a measurement.
    /// </summary>
    private const double BytesPerOperation = 0.5;

    /// <summary>Recomputing must be cheaper by a quarter: below that the estimate says nothing.</summary>
    private const double Margin = 0.75;

    /// <summary>Whether backward computes the tape again.</summary>
    /// <param name="model">The model, which may have decided.</param>
    /// <param name="slots">How many values forward would save.</param>
    /// <param name="recompute">The steps that backward would run again.</param>
    public static bool Recomputes(NeuronModel model, int slots, Graph recompute) => slots > 0 && model.Tape switch
    {
        TapeMode.Save => false,
        TapeMode.Recompute => true,
        TapeMode.Auto => CostOfRecomputing(model, recompute) < Margin * CostOfSaving(slots),
        _ => throw new InvalidOperationException($"{model.Tape} is no tape mode."),
    };

    /// <summary>Each slot is written by forward and read by backward.</summary>
    private static double CostOfSaving(int slots) => 8 * slots;

    /// <summary>The inputs are read once more, which the caller keeps anyway, and the step is repeated.</summary>
    private static double CostOfRecomputing(NeuronModel model, Graph recompute) =>
        4 * model.Inputs.Count
        + BytesPerOperation * Operations.PerStep(recompute, Rates.Of(recompute, model.Parameters));
}
