using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Sgl.Generators.Analysis;

/// <summary>Finds between which numbers the values of a graph lie, as far as it shows.</summary>
internal static class GraphBounds
{
    /// <summary>The bounds of every node.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="leaf">The bounds of a leaf that is no constant.</param>
    public static Bounds[] Of(Graph graph, Func<Node, Bounds> leaf)
    {
        var bounds = new Bounds[graph.Nodes.Count];
        for (int i = 0; i < bounds.Length; i++)
        {
            Node node = graph.Nodes[i];
            bounds[i] = node.IsLeaf && node.Op != Op.Constant ? leaf(node) : Of(node, k => graph.Nodes[k], k => bounds[k]);
        }

        return bounds;
    }

    /// <summary>
    /// The bounds of inputs, states and parameters: the range that learning keeps a parameter in, else any number up to a
    /// size.
    /// </summary>
    public static Func<Node, Bounds> Leaves(IReadOnlyList<ParameterModel> parameters, double size) => leaf =>
    {
        if (leaf.Op != Op.Parameter) return Bounds.UpTo(size);
        ParameterBounds range = parameters[leaf.Slot].Bounds;
        return new Bounds(Math.Max(range.Min, -size), Math.Min(range.Max, size));
    };

    /// <summary>The bounds of a node that is a constant or an operation.</summary>
    /// <param name="node">The node.</param>
    /// <param name="at">The node at an index.</param>
    /// <param name="bounds">The bounds of the node at an index.</param>
    public static Bounds Of(Node node, Func<int, Node> at, Func<int, Bounds> bounds)
    {
        Bounds Operand(int k) => bounds(node.Operands[k]);
        return node switch
        {
            { Type: Ir.ValueType.Bit } => Bounds.Bit,
            { Op: Op.Constant } => Bounds.Number(node.Value),
            { Op: Op.Select } => Bounds.Union(Chosen(node, 1, at, bounds), Chosen(node, 2, at, bounds)),
            { Op: Op.ToFloat } => Bounds.Bit,
            { Op: Op.ToSign } => Bounds.UpTo(1),
            { Op: Op.Detach } => Operand(0),
            { Op: Op.Negate } => -Operand(0),
            { Op: Op.Add } => (Operand(0) + Operand(1)).Rounded(),
            { Op: Op.Subtract } => (Operand(0) - Operand(1)).Rounded(),
            { Op: Op.Multiply } when IsSquare(node, at) is { } sign =>
                (sign > 0 ? Bounds.Square(Operand(0)) : -Bounds.Square(Operand(0))).Rounded(),
            { Op: Op.Multiply } => (Operand(0) * Operand(1)).Rounded(),
            { Op: Op.Divide } => (Operand(0) / Operand(1)).Rounded(),
            { Op: Op.SurrogateDerivative } => OfDerivative(node.Surrogate!, Operand(0), at(node.Operands[1]), Operand(1)),
            _ when FunctionTable.Find(node.Op) is { Range: { } range } => range([.. node.Operands.Select(bounds)]).Rounded(),
            _ => Bounds.Unknown,
        };
    }

    /// <summary>The bounds of a value where a condition holds, or does not: a comparison of the value itself bounds it.</summary>
    public static Bounds Under(Node condition, bool holds, int value, Func<int, Bounds> bounds)
    {
        Bounds known = bounds(value);
        bool? isBelow = condition.Op switch
        {
            Op.Less or Op.LessOrEqual => holds,
            Op.Greater or Op.GreaterOrEqual => !holds,
            _ => null,
        };
        if (isBelow is null || !condition.Operands.Contains(value)) return known;
        bool isFirst = condition.Operands[0] == value;
        Bounds other = bounds(condition.Operands[isFirst ? 1 : 0]);

        // A comparison with NaN does not hold, so only one that holds says that the value is a number.
        if (!holds && (known.MayBeNaN || other.MayBeNaN)) return known;
        return isBelow == isFirst
            ? new Bounds(known.Low, Math.Min(known.High, other.High))
            : new Bounds(Math.Max(known.Low, other.Low), known.High);
    }

    private static Bounds Chosen(Node select, int side, Func<int, Node> at, Func<int, Bounds> bounds) =>
        Under(at(select.Operands[0]), holds: side == 1, select.Operands[side], bounds);

    /// <summary>1 for x·x, −1 for −x·x, null for other products.</summary>
    private static int? IsSquare(Node product, Func<int, Node> at)
    {
        int left = product.Operands[0], right = product.Operands[1];
        if (left == right) return 1;
        bool isNegated = (at(left).Op == Op.Negate && at(left).Operands[0] == right)
            || (at(right).Op == Op.Negate && at(right).Operands[0] == left);
        return isNegated ? -1 : null;
    }

    private static Bounds OfDerivative(Surrogate surrogate, Bounds x, Node alphaNode, Bounds alpha)
    {
        var builder = new GraphBuilder();
        int steepness = alphaNode.Op == Op.Constant ? builder.Append(alphaNode) : builder.Leaf(Op.Input, 1, "alpha");
        int result = SurrogateFunction.Derivative(builder, builder.Leaf(Op.Input, 0, "x"), steepness, surrogate);
        return Of(builder.Build(), leaf => leaf.Slot == 0 ? x : alpha)[result];
    }
}
