using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Evaluates int and bool expressions that are known while compiling: constants, loop counters and what is computed
/// from them. Null where an expression is not.
/// </summary>
internal sealed class CompileTimeInts(Variables variables, ParseContext context)
{
    public int? Int(IOperation expression)
    {
        if (expression.ConstantValue is { HasValue: true, Value: int constant }) return constant;
        switch (expression)
        {
            case IConversionOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Int32 } conversion:
                return Int(conversion.Operand);
            case ILocalReferenceOperation local:
                return variables.GetInt(local.Local);
            case IParameterReferenceOperation parameter:
                return variables.GetInt(parameter.Parameter);
            case IFieldReferenceOperation { Instance: null, Field: { IsReadOnly: true } field }
                when field.Type.SpecialType == SpecialType.System_Int32:
                return StaticFields.Initializer(field, context) is { } initializer ? Int(initializer) : null;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } unary:
                return -Int(unary.Operand);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Plus } unary:
                return Int(unary.Operand);
            case IBinaryOperation binary when Int(binary.LeftOperand) is { } left && Int(binary.RightOperand) is { } right:
                return Compute(binary.OperatorKind, left, right);
            default:
                return null;
        }
    }

    /// <summary>A comparison of ints that are known.</summary>
    public bool? Comparison(IOperation expression)
    {
        if (expression.ConstantValue is { HasValue: true, Value: bool constant }) return constant;
        if (expression is not IBinaryOperation binary || Int(binary.LeftOperand) is not { } left
            || Int(binary.RightOperand) is not { } right)
        {
            return null;
        }

        return binary.OperatorKind switch
        {
            BinaryOperatorKind.LessThan => left < right,
            BinaryOperatorKind.LessThanOrEqual => left <= right,
            BinaryOperatorKind.GreaterThan => left > right,
            BinaryOperatorKind.GreaterThanOrEqual => left >= right,
            BinaryOperatorKind.Equals => left == right,
            BinaryOperatorKind.NotEquals => left != right,
            _ => null,
        };
    }

    /// <summary>Carries out an assignment, increment or decrement of an int variable; whether it was one.</summary>
    public bool TryAssign(IOperation statement)
    {
        (IOperation Target, int? Value)? assignment = statement switch
        {
            ISimpleAssignmentOperation simple => (simple.Target, Int(simple.Value)),
            ICompoundAssignmentOperation compound => (
                compound.Target,
                Int(compound.Target) is { } left && Int(compound.Value) is { } right
                    ? Compute(compound.OperatorKind, left, right)
                    : null),
            IIncrementOrDecrementOperation step => (
                step.Target, Int(step.Target) + (step.Kind == OperationKind.Increment ? 1 : -1)),
            _ => null,
        };
        if (assignment is not { Target: ILocalReferenceOperation local, Value: { } value }
            || local.Type?.SpecialType != SpecialType.System_Int32)
        {
            return false;
        }

        variables.SetInt(local.Local, value);
        return true;
    }

    private static int? Compute(BinaryOperatorKind kind, int left, int right) => kind switch
    {
        BinaryOperatorKind.Add => unchecked(left + right),
        BinaryOperatorKind.Subtract => unchecked(left - right),
        BinaryOperatorKind.Multiply => unchecked(left * right),
        BinaryOperatorKind.Divide when right is not (0 or -1) => left / right,
        BinaryOperatorKind.Remainder when right is not (0 or -1) => left % right,
        _ => null,
    };
}
