using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>
/// For <c>FastMath</c>: a product that is used once, by a sum, becomes one multiply-add, which rounds once where the
/// strict code rounds twice.
/// </summary>
internal static class ContractProducts
{
    public static Graph Run(Graph graph)
    {
        var uses = new int[graph.Nodes.Count];
        foreach (int operand in graph.Nodes.SelectMany(node => node.Operands)) uses[operand]++;
        foreach (Result result in graph.Results) uses[result.Value]++;
        return Rewrite(graph, node => graph.Nodes[node].Op == Op.Multiply && uses[node] == 1);
    }

    private static Graph Rewrite(Graph graph, Func<int, bool> isContractible)
    {
        var b = new GraphBuilder();
        var moved = new int[graph.Nodes.Count];
        for (int i = 0; i < moved.Length; i++)
        {
            Node node = graph.Nodes[i];
            b.Statement = node.Statement;
            int Moved(int operand) => moved[node.Operands[operand]];
            bool IsProduct(int operand) => isContractible(node.Operands[operand]);
            moved[i] = node.Op switch
            {
                Op.Add when IsProduct(0) => MultiplyAdd(Moved(0), Moved(1)),
                Op.Add when IsProduct(1) => MultiplyAdd(Moved(1), Moved(0)),
                Op.Subtract when IsProduct(0) => MultiplyAdd(Moved(0), b.Unary(Op.Negate, Moved(1))),
                Op.Subtract when IsProduct(1) => NegatedMultiplyAdd(Moved(1), Moved(0)),
                _ => b.Append(node with { Operands = node.Operands.Select(o => moved[o]).ToEquatableArray() }),
            };
            if (node.Name is not null) b.Name(moved[i], node.Name);
        }

        foreach (Result result in graph.Results) b.AddResult(result.Kind, result.Slot, moved[result.Value]);
        return DropDead.Run(b.Build());

        int MultiplyAdd(int product, int addend) =>
            b.Call(Op.FusedMultiplyAdd, b[product].Operands[0], b[product].Operands[1], addend);

        int NegatedMultiplyAdd(int product, int minuend) => b.Call(
            Op.FusedMultiplyAdd, b.Unary(Op.Negate, b[product].Operands[0]), b[product].Operands[1], minuend);
    }
}
