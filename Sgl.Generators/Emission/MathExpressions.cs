using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>Expressions as a paper would write them, for remarks.</summary>
internal sealed class MathExpressions(Graph graph) : ExpressionWriter(graph)
{
    protected override Phrase Constant(Node node) =>
        node.Type == Ir.ValueType.Bit ? new Phrase(node.Bits != 0 ? "true" : "false", Binding.Atom)
        : Literals.Plain(node.Value) is var text && text[0] == '-' ? new Phrase("−" + text.Substring(1), Binding.Sum)
        : new Phrase(text, Binding.Atom);

    protected override Phrase Operation(Node node, Phrase[] operands)
    {
        Phrase First() => operands[0];
        Phrase Second() => operands[1];
        return node.Op switch
        {
            Op.Add => Infix(First(), "+", Second(), Binding.Sum),
            Op.Subtract => Infix(First(), "−", Second(), Binding.Sum),
            Op.Multiply => Infix(First(), "·", Second(), Binding.Product),
            Op.Divide => Infix(First(), "/", Second(), Binding.Product),
            Op.Negate => new Phrase("−" + First().Within(Binding.Atom), Binding.Unary),
            Op.Less => Infix(First(), "<", Second(), Binding.And),
            Op.LessOrEqual => Infix(First(), "≤", Second(), Binding.And),
            Op.Greater => Infix(First(), ">", Second(), Binding.And),
            Op.GreaterOrEqual => Infix(First(), "≥", Second(), Binding.And),
            Op.Equal => Infix(First(), "=", Second(), Binding.And),
            Op.NotEqual => Infix(First(), "≠", Second(), Binding.And),
            Op.And => Infix(First(), "∧", Second(), Binding.And),
            Op.Or => Infix(First(), "∨", Second(), Binding.Or),
            Op.Not => new Phrase("¬" + First().Within(Binding.Atom), Binding.Unary),
            Op.Spike => Call("H", First()),
            Op.SurrogateDerivative => Call("S′", First()),
            Op.ToFloat => First(),
            Op.ToSign => new Phrase($"±{First().Within(Binding.Atom)}", Binding.Unary),
            Op.Detach => Call("detach", First()),
            Op.Select => new Phrase(
                $"{First().Within(Binding.And)} ? {Second().Within(Binding.Sum)} : {operands[2].Within(Binding.Sum)}",
                Binding.Or),
            _ when FunctionTable.Find(node.Op) is { } function => new Phrase(
                function.Notation is { } notation
                    ? notation([.. operands.Select(operand => operand.Text)])
                    : $"{function.Name.ToLowerInvariant()}({string.Join(", ", operands.Select(o => o.Text))})",
                Binding.Atom),
            _ => throw new InvalidOperationException($"{node.Op} has no place in an equation."),
        };
    }
}
