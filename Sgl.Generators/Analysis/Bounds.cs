using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Analysis;

/// <summary>Between which numbers a value lies, as far as it shows: interval arithmetic over a graph.</summary>
/// <param name="Low">Lower bound, or −∞.</param>
/// <param name="High">Upper bound, or ∞.</param>
internal readonly record struct Bounds(double Low, double High)
{
    private static readonly Bounds Unknown = new(double.NegativeInfinity, double.PositiveInfinity);

    public static Bounds[] Of(Graph graph, IReadOnlyList<ParameterModel> parameters)
    {
        var bounds = new Bounds[graph.Nodes.Count];
        for (int i = 0; i < bounds.Length; i++)
        {
            Node node = graph.Nodes[i];
            bounds[i] = node.Op switch
            {
                Op.Constant when node.Type == Ir.ValueType.Float => new Bounds(node.Value, node.Value),
                Op.Parameter => new Bounds(parameters[node.Slot].Bounds.Min, parameters[node.Slot].Bounds.Max),
                Op.Select => OfSelect(graph, node, bounds),
                Op.Multiply when IsSquare(graph, node) is { } sign => sign > 0
                    ? new Bounds(0, double.PositiveInfinity)
                    : new Bounds(double.NegativeInfinity, 0),
                _ => OfOperation(node, k => bounds[node.Operands[k]]),
            };
        }

        return bounds;
    }

    private static Bounds OfOperation(Node node, Func<int, Bounds> operand) => node.Op switch
    {
        Op.Add => new Bounds(operand(0).Low + operand(1).Low, operand(0).High + operand(1).High),
        Op.Subtract => new Bounds(operand(0).Low - operand(1).High, operand(0).High - operand(1).Low),
        Op.Negate => new Bounds(-operand(0).High, -operand(0).Low),
        Op.Multiply => Product(operand(0), operand(1)),
        Op.Divide => Product(operand(0), Inverse(operand(1))),
        Op.ToFloat => new Bounds(0, 1),
        Op.ToSign => new Bounds(-1, 1),
        Op.Detach => operand(0),
        _ => OfFunction(FunctionTable.Find(node.Op)?.Name, operand),
    };

    private static Bounds OfFunction(string? function, Func<int, Bounds> operand) => function switch
    {
        "Exp" => new Bounds(0, Math.Exp(operand(0).High)),
        "Sigmoid" => new Bounds(0, 1),
        "Tanh" or "Sin" or "Cos" => new Bounds(-1, 1),
        "Sqrt" => new Bounds(0, Math.Sqrt(Math.Max(0, operand(0).High))),
        "Abs" => new Bounds(0, Math.Max(Math.Abs(operand(0).Low), Math.Abs(operand(0).High))),
        "Min" => new Bounds(Math.Min(operand(0).Low, operand(1).Low), Math.Min(operand(0).High, operand(1).High)),
        "Max" => new Bounds(Math.Max(operand(0).Low, operand(1).Low), Math.Max(operand(0).High, operand(1).High)),
        _ => Unknown,
    };

    /// <summary>A select between x and another value, by a comparison of x, bounds x where it is chosen.</summary>
    private static Bounds OfSelect(Graph graph, Node select, Bounds[] bounds)
    {
        int condition = select.Operands[0], whenTrue = select.Operands[1], whenFalse = select.Operands[2];
        return Union(
            Given(graph.Nodes[condition], whenTrue, bounds, holds: true),
            Given(graph.Nodes[condition], whenFalse, bounds, holds: false));
    }

    private static Bounds Given(Node condition, int value, Bounds[] bounds, bool holds)
    {
        Bounds known = bounds[value];
        bool? isBelow = condition.Op switch
        {
            Op.Less or Op.LessOrEqual => holds,
            Op.Greater or Op.GreaterOrEqual => !holds,
            _ => null,
        };
        if (isBelow is null || !condition.Operands.Contains(value)) return known;
        bool isFirst = condition.Operands[0] == value;
        Bounds other = bounds[condition.Operands[isFirst ? 1 : 0]];
        return isBelow == isFirst
            ? known with { High = Math.Min(known.High, other.High) }
            : known with { Low = Math.Max(known.Low, other.Low) };
    }

    /// <summary>1 for x·x, −1 for −x·x, null for other products.</summary>
    private static int? IsSquare(Graph graph, Node product)
    {
        int left = product.Operands[0], right = product.Operands[1];
        if (left == right) return 1;
        bool isNegated = (graph.Nodes[left].Op == Op.Negate && graph.Nodes[left].Operands[0] == right)
            || (graph.Nodes[right].Op == Op.Negate && graph.Nodes[right].Operands[0] == left);
        return isNegated ? -1 : null;
    }

    private static Bounds Union(Bounds a, Bounds b) => new(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High));

    private static Bounds Inverse(Bounds x) =>
        x.Low > 0 || x.High < 0 ? new Bounds(1 / x.High, 1 / x.Low) : Unknown;

    private static Bounds Product(Bounds a, Bounds b)
    {
        double[] corners = [Times(a.Low, b.Low), Times(a.Low, b.High), Times(a.High, b.Low), Times(a.High, b.High)];
        return new Bounds(corners.Min(), corners.Max());
    }

    // A bound of 0 times an unbounded factor is 0: the product of the numbers within is.
    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
