using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>
/// Computes constants and removes operations that do nothing. Only rewrites that keep every bit are made: x + 0 stays,
/// because it turns −0 into 0, and 0·x stays, because it is NaN for an infinite x.
/// </summary>
internal static class Simplify
{
    private static readonly Interpreter Folder = new(Precision.Single);

    public static Graph Run(Graph graph) => Rewriter.Rewrite(graph, Rewrite);

    private static int Rewrite(GraphBuilder b, Node node)
    {
        if (!node.IsLeaf && node.Operands.All(operand => b[operand].Op == Op.Constant)) return Fold(b, node);
        int Operand(int k) => node.Operands[k];
        return node.Op switch
        {
            Op.Multiply when IsOne(b, Operand(0)) => Operand(1),
            Op.Multiply or Op.Divide when IsOne(b, Operand(1)) => Operand(0),
            Op.Add when b[Operand(1)].Op == Op.Negate => b.Binary(Op.Subtract, Operand(0), Inner(b, Operand(1))),
            Op.Add when b[Operand(0)].Op == Op.Negate => b.Binary(Op.Subtract, Operand(1), Inner(b, Operand(0))),
            Op.Subtract when b[Operand(1)].Op == Op.Negate => b.Binary(Op.Add, Operand(0), Inner(b, Operand(1))),
            Op.Negate or Op.Not when b[Operand(0)].Op == node.Op => Inner(b, Operand(0)),
            Op.And when IsBit(b, Operand(0), true) => Operand(1),
            Op.And when IsBit(b, Operand(1), true) => Operand(0),
            Op.Or when IsBit(b, Operand(0), false) => Operand(1),
            Op.Or when IsBit(b, Operand(1), false) => Operand(0),
            Op.Select when IsBit(b, Operand(0), true) || Operand(1) == Operand(2) => Operand(1),
            Op.Select when IsBit(b, Operand(0), false) => Operand(2),
            _ => b.Append(node),
        };
    }

    private static int Inner(GraphBuilder b, int unary) => b[unary].Operands[0];

    private static int Fold(GraphBuilder b, Node node)
    {
        double[] operands = [.. node.Operands.Select(o => b[o].Type == Ir.ValueType.Bit ? b[o].Bits : b[o].Value)];
        double value = Folder.Apply(node, operands);
        return node.Type == Ir.ValueType.Bit ? b.Constant(value != 0) : b.Constant((float)value);
    }

    private static bool IsOne(GraphBuilder b, int index) =>
        b[index] is { Op: Op.Constant, Type: Ir.ValueType.Float, Value: 1f };

    private static bool IsBit(GraphBuilder b, int index, bool value) =>
        b[index] is { Op: Op.Constant, Type: Ir.ValueType.Bit } constant && constant.Bits != 0 == value;
}
