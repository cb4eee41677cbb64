using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Evaluates int expressions that are known while compiling: constants, loop counters and what is computed from them.
/// Null where an expression is not, and where C# would throw.
/// </summary>
internal sealed class CompileTimeInts(Variables variables, StaticFields statics)
{
    public static bool IsInt(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Int32;

    public int? Int(IOperation expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!IsInt(expression.Type)) return null;
        if (expression.ConstantValue is { HasValue: true, Value: int constant }) return constant;
        switch (expression)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Int(conversion.Operand);
            case ILocalReferenceOperation local:
                return variables.GetInt(local.Local);
            case IParameterReferenceOperation parameter:
                return variables.GetInt(parameter.Parameter);
            case IFieldReferenceOperation { Instance: null, Field: { IsReadOnly: true } field }:
                return statics.Read(expression.Syntax, field, () => 0, Int);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } unary when Int(unary.Operand) is { } operand:
                return Compute(BinaryOperatorKind.Subtract, 0, operand, unary.IsChecked);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Plus } unary:
                return Int(unary.Operand);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.BitwiseNegation } unary:
                return ~Int(unary.Operand);
            case IConditionalOperation choice when Comparison(choice.Condition) is { } holds:
                return Int(holds ? choice.WhenTrue : choice.WhenFalse!);
            case IBinaryOperation binary
                when Int(binary.LeftOperand) is { } left && Int(binary.RightOperand) is { } right:
                return Compute(binary.OperatorKind, left, right, binary.IsChecked);
            default:
                return null;
        }
    }

    /// <summary>A comparison of ints that are known, or several.</summary>
    public bool? Comparison(IOperation expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (expression.ConstantValue is { HasValue: true, Value: bool constant }) return constant;
        switch (expression)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } unary:
                return !Comparison(unary.Operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, OperatorMethod: null } and:
                return Comparison(and.LeftOperand) is not { } a ? null : a ? Comparison(and.RightOperand) : false;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr, OperatorMethod: null } or:
                return Comparison(or.LeftOperand) is not { } b ? null : b ? true : Comparison(or.RightOperand);
            case IBinaryOperation binary
                when Int(binary.LeftOperand) is { } left && Int(binary.RightOperand) is { } right:
                return Compare(binary.OperatorKind, left, right);
            default:
                return null;
        }
    }

    /// <summary>Carries out an assignment, increment or decrement of an int variable; whether it was one.</summary>
    public bool TryAssign(IOperation statement)
    {
        (IOperation Target, int? Value)? assignment = statement switch
        {
            ISimpleAssignmentOperation { IsRef: false } simple => (simple.Target, Int(simple.Value)),
            ICompoundAssignmentOperation { InConversion.IsIdentity: true, OutConversion.IsIdentity: true } compound => (
                compound.Target,
                Int(compound.Target) is { } left && Int(compound.Value) is { } right
                    ? Compute(compound.OperatorKind, left, right, compound.IsChecked)
                    : null),
            IIncrementOrDecrementOperation step when Int(step.Target) is { } old => (
                step.Target,
                Compute(
                    step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract,
                    old,
                    1,
                    step.IsChecked)),
            _ => null,
        };
        if (assignment is not { Value: { } value } || !IsInt(assignment.Value.Target.Type)) return false;
        ISymbol? variable = assignment.Value.Target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        if (variable is null) return false;
        variables.SetInt(variable, value);
        return true;
    }

    private static bool? Compare(BinaryOperatorKind kind, int left, int right) => kind switch
    {
        BinaryOperatorKind.LessThan => left < right,
        BinaryOperatorKind.LessThanOrEqual => left <= right,
        BinaryOperatorKind.GreaterThan => left > right,
        BinaryOperatorKind.GreaterThanOrEqual => left >= right,
        BinaryOperatorKind.Equals => left == right,
        BinaryOperatorKind.NotEquals => left != right,
        _ => null,
    };

    /// <summary>As C# computes: in a checked context, and where it divides, what does not fit throws.</summary>
    private static int? Compute(BinaryOperatorKind kind, int left, int right, bool isChecked)
    {
        long? exact = kind switch
        {
            BinaryOperatorKind.Add => (long)left + right,
            BinaryOperatorKind.Subtract => (long)left - right,
            BinaryOperatorKind.Multiply => (long)left * right,
            BinaryOperatorKind.And => left & right,
            BinaryOperatorKind.Or => left | right,
            BinaryOperatorKind.ExclusiveOr => left ^ right,
            BinaryOperatorKind.LeftShift => left << right,
            BinaryOperatorKind.RightShift => left >> right,
            BinaryOperatorKind.UnsignedRightShift => (int)((uint)left >> right),
            BinaryOperatorKind.Divide when right != 0 => (long)left / right,
            BinaryOperatorKind.Remainder when right != 0 && (left, right) != (int.MinValue, -1) => left % right,
            _ => null,
        };
        bool throws = isChecked || kind == BinaryOperatorKind.Divide;
        return exact is { } value && (!throws || value == (int)value) ? unchecked((int)value) : null;
    }
}
