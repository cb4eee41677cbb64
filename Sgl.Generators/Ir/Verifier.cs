namespace Sgl.Generators.Ir;

/// <summary>
/// Checks what every phase relies on: operands come before their users, and types fit. A failure is a bug of this
/// compiler, never of the user's model.
/// </summary>
internal static class Verifier
{
    public static Graph Verify(Graph graph, string phase)
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            ValueType[] expected = Ops.OperandTypes(node.Op);
            if (node.Operands.Count != expected.Length)
                throw Broken(phase, i, node, $"has {node.Operands.Count} operands, not {expected.Length}");
            for (int k = 0; k < expected.Length; k++)
            {
                int operand = node.Operands[k];
                if (operand < 0 || operand >= i) throw Broken(phase, i, node, $"uses %{operand} before its definition");
                if (graph.Nodes[operand].Type != expected[k])
                    throw Broken(phase, i, node, $"needs a {expected[k]} for operand {k}");
            }

            if (node.Op is Op.Spike or Op.SurrogateDerivative && node.Surrogate is null)
                throw Broken(phase, i, node, "has no surrogate");
        }

        foreach (Result result in graph.Results)
            if (result.Value < 0 || result.Value >= graph.Nodes.Count)
                throw new InvalidOperationException($"After {phase}: {result.Kind} {result.Slot} has no value.");
        return graph;
    }

    private static InvalidOperationException Broken(string phase, int index, Node node, string what) =>
        new($"After {phase}: %{index} = {node.Op} {what}.");
}
