using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// Expressions over vectors, with masks for bits. Each operation is one IEEE instruction; nothing is contracted.
/// </summary>
internal sealed class VectorExpressions(Graph graph, VectorType type) : CodeExpressions(graph)
{
    private const int BitsOfOne = 0x3f800000;

    public override string Type(Ir.ValueType value) => type.Of(value);

    protected override Phrase ToFloat(Phrase bit) => Call("Lanes.ToFloat", bit);

    protected override Phrase Constant(Node node) => new(
        (node.Type, node.Bits) switch
        {
            (Ir.ValueType.Bit, 0) => $"{type.Mask}.Zero",
            (Ir.ValueType.Bit, _) => $"{type.Mask}.AllBitsSet",
            (_, 0) => $"{type.Floats}.Zero",
            (_, BitsOfOne) => $"{type.Floats}.One",
            _ => $"{type.Name}.Create({Literals.Float(node.Value)})",
        },
        Binding.Atom);

    protected override Phrase Operation(Node node, Phrase[] operands)
    {
        Phrase First() => operands[0];
        Phrase Second() => operands[1];
        return node.Op switch
        {
            Op.Add => Infix(First(), "+", Second(), Binding.Sum),
            Op.Subtract => Infix(First(), "-", Second(), Binding.Sum),
            Op.Multiply => Infix(Factor(node, 0, First()), "*", Factor(node, 1, Second()), Binding.Product),
            Op.Divide => Infix(First(), "/", Second(), Binding.Product),
            Op.Negate => new Phrase("-" + First().Within(Binding.Atom), Binding.Unary),
            Op.Scale or Op.Exponent or Op.High or Op.ToFloat or Op.ToSign => Call($"Lanes.{node.Op}", operands),
            Op.Less => OfType("LessThan", operands),
            Op.LessOrEqual => OfType("LessThanOrEqual", operands),
            Op.Greater => OfType("GreaterThan", operands),
            Op.GreaterOrEqual => OfType("GreaterThanOrEqual", operands),
            Op.Equal => OfType("Equals", operands),
            Op.NotEqual => new Phrase("~" + OfType("Equals", operands).Text, Binding.Unary),
            Op.And => Infix(First(), "&", Second(), Binding.And),
            Op.Or => Infix(First(), "|", Second(), Binding.Or),
            Op.Not => new Phrase("~" + First().Within(Binding.Unary), Binding.Unary),
            Op.Spike => OfType("GreaterThanOrEqual", First(), new Phrase($"{type.Floats}.Zero", Binding.Atom)),
            Op.Select => OfType("ConditionalSelect", operands),
            Op.Sqrt => OfType(type == VectorType.Any ? "SquareRoot" : "Sqrt", First()),
            Op.Min or Op.Max when IsLimit(node.Operands[1]) => OfType($"{node.Op}Native", Second(), First()),
            Op.Min or Op.Max when IsLimit(node.Operands[0]) => OfType($"{node.Op}Native", First(), Second()),
            _ when FunctionTable.Find(node.Op) is { } function =>
                function.Body is null ? OfType(function.Name, operands) : Call(function.Name, operands),
            _ => throw new InvalidOperationException($"{node.Op} has no vector form."),
        };
    }

    private Phrase OfType(string function, params Phrase[] operands) => Call($"{type.Name}.{function}", operands);

    /// <summary>
    /// Whether an operand of a minimum or maximum is a number other than 0 or NaN. The processor's own instruction then
    /// does what IEEE asks for, given the number first: where the other one is NaN, x86 takes that.
    /// </summary>
    private bool IsLimit(int operand)
    {
        Node node = Graph.Nodes[operand];
        return node.Op == Op.Constant && node.Value != 0f && !float.IsNaN(node.Value);
    }

    /// <summary>A vector times a number needs no vector of that number.</summary>
    private Phrase Factor(Node product, int position, Phrase factor)
    {
        Node node = Graph.Nodes[product.Operands[position]];
        Node other = Graph.Nodes[product.Operands[1 - position]];
        return node.Op == Op.Constant && other.Op != Op.Constant
            ? new Phrase(Literals.Float(node.Value), node.Bits < 0 ? Binding.Sum : Binding.Atom)
            : factor;
    }
}
