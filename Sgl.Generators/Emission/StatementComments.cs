using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// The comment above the code of each statement of <c>Step</c>, and, by an index beyond them all, above the code of
/// its adjoint.
/// </summary>
internal static class StatementComments
{
    public static IEnumerable<string> Of(NeuronModel model) =>
        model.Statements.Concat(model.Statements.Select((text, index) => $"Adjoint of: {text}{Surrogate(model, index)}"));

    private static string Surrogate(NeuronModel model, int statement) =>
        model.Step.Nodes.FirstOrDefault(node => node.Op == Op.Spike && node.Statement == statement) is { } spike
            ? $" // {SurrogateText.Name(model.Step, spike)}"
            : "";
}
