namespace Sgl.Generators.Ir;

/// <summary>Copies a graph node by node; a pass says what becomes of each node.</summary>
internal static class Rewriter
{
    /// <param name="graph">The graph to copy.</param>
    /// <param name="rewrite">
    /// Given the new graph's builder and a node whose operands are already the new ones, the index that takes the
    /// node's place.
    /// </param>
    public static Graph Rewrite(Graph graph, Func<GraphBuilder, Node, int> rewrite)
    {
        var builder = new GraphBuilder();
        var moved = new int[graph.Nodes.Count];
        for (int i = 0; i < moved.Length; i++)
        {
            Node node = graph.Nodes[i];
            builder.Statement = node.Statement;
            moved[i] = rewrite(builder, node with { Operands = node.Operands.Select(o => moved[o]).ToEquatableArray() });
            if (node.Name is not null) builder.Name(moved[i], node.Name);
        }

        foreach (Result result in graph.Results) builder.AddResult(result.Kind, result.Slot, moved[result.Value]);
        return builder.Build();
    }
}
