using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Analysis;

/// <summary>Counts what a graph computes.</summary>
internal static class Operations
{
    /// <summary>Operations of one time step of one neuron, those of called functions included.</summary>
    public static int PerStep(Graph graph, Rate[] rates) => Enumerable.Range(0, graph.Nodes.Count)
        .Where(i => rates[i] == Rate.PerStep)
        .Sum(i => Count(graph.Nodes[i]));

    /// <summary>All operations of a graph, those of called functions included.</summary>
    public static int Of(Graph graph) => graph.Nodes.Sum(Count);

    private static int Count(Node node) =>
        node.IsLeaf ? 0
        : FunctionTable.Find(node.Op)?.Body is { } body ? Of(body)
        : 1;
}
