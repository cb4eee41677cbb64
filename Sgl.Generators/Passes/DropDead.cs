using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>Removes nodes that no result depends on.</summary>
internal static class DropDead
{
    public static Graph Run(Graph graph)
    {
        bool[] live = Live(graph);
        var builder = new GraphBuilder();
        var moved = new int[live.Length];
        for (int i = 0; i < live.Length; i++)
        {
            if (!live[i]) continue;
            Node node = graph.Nodes[i];
            moved[i] = builder.Append(
                node with { Operands = node.Operands.Select(operand => moved[operand]).ToEquatableArray() });
        }

        foreach (Result result in graph.Results) builder.AddResult(result.Kind, result.Slot, moved[result.Value]);
        return builder.Build();
    }

    private static bool[] Live(Graph graph)
    {
        var live = new bool[graph.Nodes.Count];
        foreach (Result result in graph.Results) live[result.Value] = true;
        for (int i = live.Length - 1; i >= 0; i--)
        {
            if (!live[i]) continue;
            foreach (int operand in graph.Nodes[i].Operands) live[operand] = true;
        }

        return live;
    }
}
