using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// Expressions over <c>float</c>, and <c>bool</c> for bits. Each operation is one IEEE instruction; nothing is
/// contracted.
/// </summary>
internal class ScalarExpressions(Graph graph) : CodeExpressions(graph)
{
    /// <summary>
    /// What the functions that have a body are called on, with a point; empty where they stand beside the code.
    /// </summary>
    public string FunctionsOf { get; init; } = "";

    public override string Type(Ir.ValueType type) => type == Ir.ValueType.Bit ? "bool" : "float";

    protected override Phrase ToFloat(Phrase bit) => Choose(bit, Number(1f), Number(0f));

    protected override Phrase Constant(Node node) => node.Type == Ir.ValueType.Bit
        ? new Phrase(node.Bits != 0 ? "true" : "false", Binding.Atom)
        : Number(node.Value);

    protected override Phrase Operation(Node node, Phrase[] operands)
    {
        Phrase First() => operands[0];
        Phrase Second() => operands[1];
        return node.Op switch
        {
            Op.Add => Infix(First(), "+", Second(), Binding.Sum),
            Op.Subtract => Infix(First(), "-", Second(), Binding.Sum),
            Op.Multiply => Infix(First(), "*", Second(), Binding.Product),
            Op.Divide => Infix(First(), "/", Second(), Binding.Product),
            Op.Negate => new Phrase("-" + First().Within(Binding.Atom), Binding.Unary),
            Op.Scale or Op.Exponent or Op.High => Call($"Lane.{node.Op}", operands),
            Op.Less => Compare(First(), "<", Second()),
            Op.LessOrEqual => Compare(First(), "<=", Second()),
            Op.Greater => Compare(First(), ">", Second()),
            Op.GreaterOrEqual => Compare(First(), ">=", Second()),
            Op.Equal => Compare(First(), "==", Second()),
            Op.NotEqual => Compare(First(), "!=", Second()),
            Op.And => Infix(First(), "&&", Second(), Binding.And),
            Op.Or => Infix(First(), "||", Second(), Binding.Or),
            Op.Not => new Phrase("!" + First().Within(Binding.Atom), Binding.Unary),
            Op.Spike => Compare(First(), ">=", Number(0f)),
            Op.ToFloat => ToFloat(First()),
            Op.ToSign => Choose(First(), Number(1f), Number(-1f)),
            Op.Select => Choose(First(), Second(), operands[2]),
            _ when FunctionTable.Find(node.Op) is { } function => Call(
                (function.Body is null ? "MathF." : FunctionsOf) + function.Name, operands),
            _ => throw new InvalidOperationException($"{node.Op} has no scalar form."),
        };
    }

    private static Phrase Number(float value) =>
        new(Literals.Float(value), Floats.ToBits(value) < 0 ? Binding.Unary : Binding.Atom);

    private static Phrase Compare(Phrase left, string symbol, Phrase right) =>
        new($"{left.Within(Binding.Sum)} {symbol} {right.Within(Binding.Sum)}", Binding.Comparison);

    private static Phrase Choose(Phrase condition, Phrase whenTrue, Phrase whenFalse) => new(
        $"{condition.Within(Binding.Or)} ? {whenTrue.Within(Binding.Or)} : {whenFalse.Within(Binding.Or)}",
        Binding.Choice);
}
