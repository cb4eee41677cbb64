using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Sgl.Generators.Differentiation;

/// <summary>
/// What each operation passes on to its operands: one rule per operation. <c>d</c> is the adjoint of the result,
/// dL/d(result); <c>add(k, rule)</c> adds what the rule makes of d to the adjoint of operand k, and does nothing where
/// that has none.
/// </summary>
internal static class DerivativeRules
{
    public static void Apply(GraphBuilder b, int index, Action<int, Func<int, int>> add)
    {
        Node node = b[index];
        int Operand(int k) => node.Operands[k];
        switch (node.Op)
        {
            case Op.Add:
                add(0, d => d);
                add(1, d => d);
                break;
            case Op.Subtract:
                add(0, d => d);
                add(1, d => b.Unary(Op.Negate, d));
                break;
            case Op.Multiply:
                add(0, d => b.Binary(Op.Multiply, d, Operand(1)));
                add(1, d => b.Binary(Op.Multiply, d, Operand(0)));
                break;
            case Op.Divide:
                // q = x/y: dx = d/y, dy = −q·d/y
                add(0, d => b.Binary(Op.Divide, d, Operand(1)));
                add(1, d => b.Unary(
                    Op.Negate, b.Binary(Op.Multiply, index, b.Binary(Op.Divide, d, Operand(1)))));
                break;
            case Op.Negate:
                add(0, d => b.Unary(Op.Negate, d));
                break;
            case Op.Select:
                add(1, d => b.Select(Operand(0), d, b.Constant(0f)));
                add(2, d => b.Select(Operand(0), b.Constant(0f), d));
                break;
            case Op.ToFloat:
            case Op.ToSign:
                add(0, d => d);
                break;
            case Op.Spike:
                int Slope() => b.SurrogateDerivative(Operand(0), Operand(1), node.Surrogate!);
                add(0, d => b.Binary(Op.Multiply, d, Slope()));
                add(1, d => b.Binary(
                    Op.Multiply, d, SurrogateFunction.AlphaDerivative(b, Operand(0), Operand(1), Slope())));
                break;
            case var op when FunctionTable.Find(op) is { } function:
                int[] operands = [.. node.Operands];
                for (int k = 0; k < function.Adjoints.Length; k++)
                {
                    OperandAdjoint adjoint = function.Adjoints[k];
                    add(k, d => adjoint(b, operands, index, d));
                }

                break;
            default:
                throw new InvalidOperationException($"{node.Op} has an adjoint but no derivative rule.");
        }
    }
}
