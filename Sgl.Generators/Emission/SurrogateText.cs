using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Sgl.Generators.Emission;

/// <summary>What the surrogate of a spike is called in comments and remarks.</summary>
internal static class SurrogateText
{
    /// <summary>As in <c>ATan, α = 2</c>.</summary>
    public static string Name(Graph graph, Node spike) =>
        $"{Normalized(spike.Surrogate!)}, α = {Alpha(graph, spike)}";

    /// <summary>As in <c>S′(x) = (1/π)·α/(1 + (αx)²), α = 2 (ATan)</c>.</summary>
    public static string Definition(Graph graph, Node spike)
    {
        Surrogate surrogate = spike.Surrogate!;
        if (surrogate.IsDead) return "S′(x) = 0 (None): no gradient passes a spike";
        string formula = surrogate.Custom is null
            ? SurrogateTable.Get(surrogate.Kind).Formula
            : $"{surrogate.Kind}.Derivative(x)";
        return $"S′(x) = {formula}, α = {Alpha(graph, spike)} ({Normalized(surrogate)})";
    }

    private static string Normalized(Surrogate surrogate) => surrogate.Normalize == Normalization.None
        ? surrogate.Kind
        : $"{surrogate.Kind}, {surrogate.Normalize.ToString().ToLowerInvariant()} 1";

    private static string Alpha(Graph graph, Node spike)
    {
        Node alpha = graph.Nodes[spike.Operands[1]];
        return alpha.Op == Op.Constant ? Literals.Plain(alpha.Value) : alpha.Name!;
    }
}
