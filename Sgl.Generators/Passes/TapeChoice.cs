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
    /// <param name="plan">What forward would save.</param>
    /// <param name="recompute">The step that would run again.</param>
    /// <param name="others">What reads inputs in any case.</param>
    public static bool Recomputes(NeuronModel model, TapePlan plan, Graph recompute, params Graph[] others) =>
        plan.Saved.Count > 0 && model.Tape switch
        {
            TapeMode.Save => false,
            TapeMode.Recompute => true,
            TapeMode.Auto => CostOfRecomputing(model, recompute, others) < Margin * CostOfSaving(plan),
            _ => throw new InvalidOperationException($"{model.Tape} is no tape mode."),
        };

    /// <summary>Each value is written by forward and read by backward.</summary>
    private static double CostOfSaving(TapePlan plan) => 8 * plan.Saved.Count;

    /// <summary>The step is repeated, and inputs are read that would not be otherwise.</summary>
    private static double CostOfRecomputing(NeuronModel model, Graph recompute, Graph[] others)
    {
        int inputs = Enumerable.Range(0, model.Inputs.Count)
            .Count(k => recompute.Leaf(Op.Input, k) >= 0 && others.All(graph => graph.Leaf(Op.Input, k) < 0));
        return 4 * inputs + BytesPerOperation * Operations.PerStep(recompute, Rates.Of(recompute, model.Parameters));
    }
}
