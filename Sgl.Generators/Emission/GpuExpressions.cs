using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// The expressions of the scalar kernels, for ILGPU: over a <c>T</c>, whose operations nothing contracts, or over
/// <c>float</c> where the model asks for <c>FastMath</c>.
/// </summary>
internal sealed class GpuExpressions(Graph graph, bool isFast) : ScalarExpressions(graph)
{
    /// <summary>The C# type of a number.</summary>
    public static string NumberOf(bool isFast) => isFast ? "float" : "T";

    public override string Type(Ir.ValueType type) => type == Ir.ValueType.Bit ? "bool" : NumberOf(isFast);

    protected override Phrase Operation(Node node, Phrase[] operands) =>
        isFast ? FastOperation(node, operands) : StrictOperation(node, operands);

    private Phrase FastOperation(Node node, Phrase[] operands) => node.Op switch
    {
        Op.FusedMultiplyAdd => Infix(
            Infix(operands[0], "*", operands[1], Binding.Product), "+", operands[2], Binding.Sum),
        Op.Round or Op.Truncate =>
            new Phrase("(float)" + Call($"DeviceMath.{node.Op}<OpenClFloat>", operands).Text, Binding.Unary),
        _ => base.Operation(node, operands),
    };

    private Phrase StrictOperation(Node node, Phrase[] operands) => node.Op switch
    {
        Op.Add or Op.Subtract or Op.Multiply or Op.Divide when node.Operands.All(IsPlain) =>
            base.Operation(node, [new Phrase("(T)" + operands[0].Within(Binding.Atom), Binding.Unary), operands[1]]),
        Op.Scale or Op.Exponent or Op.High => Call($"DeviceMath.{node.Op}<T>", operands),
        _ when FunctionTable.Find(node.Op) is { Body: null } function => Call($"DeviceMath.{function.Name}<T>", operands),
        _ => base.Operation(node, operands),
    };

    /// <summary>Whether what is written for a node is a float of C#, because it is made of literals.</summary>
    private bool IsPlain(int index)
    {
        Node node = Graph.Nodes[index];
        if (IsBound(index)) return false;
        return node.Op switch
        {
            Op.Constant or Op.ToFloat or Op.ToSign => true,
            Op.Negate => IsPlain(node.Operands[0]),
            Op.Select => IsPlain(node.Operands[1]) && IsPlain(node.Operands[2]),
            _ => false,
        };
    }
}
