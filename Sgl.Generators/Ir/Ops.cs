using Sgl.Generators.Functions;

namespace Sgl.Generators.Ir;

/// <summary>Facts about operations that several phases ask for.</summary>
internal static class Ops
{
    public static ValueType ResultType(Op op) => op switch
    {
        Op.Less or Op.LessOrEqual or Op.Greater or Op.GreaterOrEqual or Op.Equal or Op.NotEqual
            or Op.And or Op.Or or Op.Not or Op.Spike => ValueType.Bit,
        _ => ValueType.Float,
    };

    /// <summary>The types of an operation's operands.</summary>
    public static ValueType[] OperandTypes(Op op) => op switch
    {
        Op.Add or Op.Subtract or Op.Multiply or Op.Divide or Op.Scale
            or Op.Less or Op.LessOrEqual or Op.Greater or Op.GreaterOrEqual or Op.Equal or Op.NotEqual
            => [ValueType.Float, ValueType.Float],
        Op.Spike or Op.SurrogateDerivative => [ValueType.Float, ValueType.Float],
        Op.Negate or Op.Exponent or Op.High or Op.Detach
            => [ValueType.Float],
        Op.And or Op.Or => [ValueType.Bit, ValueType.Bit],
        Op.Not or Op.ToFloat or Op.ToSign => [ValueType.Bit],
        Op.Select => [ValueType.Bit, ValueType.Float, ValueType.Float],
        _ when FunctionTable.Find(op) is { } function => [.. Enumerable.Repeat(ValueType.Float, function.Arity)],
        _ => [],
    };
}
