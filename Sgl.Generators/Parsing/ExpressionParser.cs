using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Turns expressions into nodes, in the order in which C# evaluates them; null where a diagnostic was reported.
/// </summary>
internal sealed class ExpressionParser
{
    private readonly GraphBuilder _builder;
    private readonly Variables _variables;
    private readonly CompileTimeInts _ints;
    private readonly StaticFields _statics;
    private readonly ParseContext _context;
    private readonly Refusals _refusals;
    private readonly CallParser _calls;

    public ExpressionParser(
        GraphBuilder builder,
        Variables variables,
        CompileTimeInts ints,
        StaticFields statics,
        SurrogateReader? surrogates,
        BodyParser bodies,
        ParseContext context)
    {
        _builder = builder;
        _variables = variables;
        _ints = ints;
        _statics = statics;
        _context = context;
        _refusals = new Refusals(context);
        Assignments = new Assignments(builder, variables, this, _refusals, context);
        var helpers = new HelperInliner(variables, ints, this, bodies, _refusals, context);
        _calls = new CallParser(builder, this, helpers, surrogates, _refusals, context);
    }

    public Assignments Assignments { get; }

    /// <summary>The name of the variable that an expression is, if it is one.</summary>
    public static string? NameOf(IOperation expression) => Assignments.Variable(expression)?.Name;

    public int? Parse(IOperation expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        int? node = ParseUnlocated(expression);
        if (node is { } known) _context.Locate(known, expression.Syntax);
        return node;
    }

    /// <summary>The nodes of a tuple's elements, or the one node of what is no tuple.</summary>
    public int[]? ParseValues(IOperation expression)
    {
        switch (expression)
        {
            case IConversionOperation { OperatorMethod: null, Type.IsTupleType: true } conversion
                when conversion.Operand.Type is { IsTupleType: true }:
                return ParseValues(conversion.Operand);
            case ITupleOperation tuple:
                int?[] elements = [.. tuple.Elements.Select(Parse)];
                return elements.Contains(null) ? null : [.. elements.Select(element => element!.Value)];
            case ISimpleAssignmentOperation { IsRef: false, Target: IDiscardOperation } discarded:
                return ParseValues(discarded.Value);
            case IInvocationOperation { Type.IsTupleType: true } call:
                return _calls.Inline(call, isTuple: true);
            case { Type.IsTupleType: true }:
                _refusals.Expression(expression);
                return null;
            default:
                return Parse(expression) is { } value ? [value] : null;
        }
    }

    /// <summary>
    /// An operator on two expressions, the left one first; the right one of <c>&amp;&amp;</c> and <c>||</c> only where C#
    /// evaluates it.
    /// </summary>
    public int? Binary(IOperation operation, BinaryOperatorKind kind, IOperation left, IOperation right) =>
        Parse(left) is { } value ? Binary(operation, kind, value, right) : null;

    private int? ParseUnlocated(IOperation expression)
    {
        if (expression.ConstantValue is { HasValue: true } constant) return Constant(expression, constant.Value);
        if (IsTyped(expression) && !Refusals.IsOfKernels(expression.Type)) return _refusals.Type(expression);
        switch (expression)
        {
            case IConversionOperation conversion:
                return Conversion(conversion);
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation:
                return Read(expression);
            case IPropertyReferenceOperation:
                return _refusals.Unmarked(expression);
            case IUnaryOperation unary:
                return Unary(unary);
            case IBinaryOperation binary:
                return Chain(binary);
            case IConditionalOperation { IsRef: false, WhenFalse: { } whenFalse } conditional:
                return Conditional(conditional.Condition, conditional.WhenTrue, whenFalse);
            case IInvocationOperation invocation:
                return _calls.Parse(invocation);
            case ISimpleAssignmentOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                return Assignments.Parse(expression);
            case IInvalidOperation:
                _context.IsBrokenCode = true;
                return null;
            default:
                return _refusals.Expression(expression);
        }
    }

    /// <summary>Whether an expression of this kind is refused where its type is none of kernels, whatever it holds.</summary>
    private static bool IsTyped(IOperation expression) => expression is IConversionOperation or ILocalReferenceOperation
        or IParameterReferenceOperation or IUnaryOperation or IBinaryOperation or IConditionalOperation
        or ISimpleAssignmentOperation { Target: not (IPropertyReferenceOperation or IDiscardOperation) }
        or ICompoundAssignmentOperation or IIncrementOrDecrementOperation;

    private int? Constant(IOperation expression, object? value) => value switch
    {
        float single => _builder.Constant(single),
        bool flag => _builder.Constant(flag),
        _ => _refusals.Type(expression),
    };

    /// <summary>
    /// Looks through a conversion that changes nothing, such as that of a target-typed literal, and makes a float of an
    /// int that is known or that a function such as <c>MathF.Sign</c> returns.
    /// </summary>
    private int? Conversion(IConversionOperation conversion)
    {
        IOperation operand = conversion.Operand;
        if (conversion.OperatorMethod is null)
        {
            if (SymbolEqualityComparer.Default.Equals(conversion.Type, operand.Type)) return Parse(operand);
            if (conversion.Type?.SpecialType == SpecialType.System_Single)
            {
                if (_ints.Int(operand) is { } known) return _builder.Constant((float)known);
                if (operand is IInvocationOperation call && CompileTimeInts.IsInt(call.Type)) return _calls.Parse(call);
            }
        }

        return operand is IInvocationOperation foreign && _calls.IsForeign(foreign)
            ? _calls.Parse(foreign)
            : _refusals.Type(operand);
    }

    private int? Read(IOperation reference)
    {
        if (Assignments.Variable(reference) is { } variable && _variables.Has(variable)) return _variables.Get(variable);
        switch (reference)
        {
            case ILocalReferenceOperation:
            case IParameterReferenceOperation { Parameter.ContainingSymbol: not IMethodSymbol { MethodKind: MethodKind.Constructor } }:
                // One that has no value is one whose own value was refused, or that C# says is unassigned.
                _context.IsBrokenCode = true;
                return null;
            case IFieldReferenceOperation { Instance: null, Field: { IsReadOnly: true } field }:
                if (!Refusals.IsOfKernels(field.Type)) return _refusals.Type(reference);
                return _statics.Read(
                    reference.Syntax,
                    field,
                    () => field.Type.SpecialType == SpecialType.System_Single ? _builder.Constant(0f) : _builder.Constant(false),
                    Parse);
            default:
                return _refusals.Unmarked(reference);
        }
    }

    private int? Unary(IUnaryOperation unary)
    {
        if (unary.OperatorMethod is not null) return _refusals.Expression(unary);
        if (Parse(unary.Operand) is not { } operand) return null;
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => operand,
            UnaryOperatorKind.Minus => _builder.Unary(Op.Negate, operand),
            UnaryOperatorKind.Not => _builder.Unary(Op.Not, operand),
            _ => _refusals.Expression(unary),
        };
    }

    /// <summary>A sum of thousands of terms is as many operators deep, so they are walked and not descended.</summary>
    private int? Chain(IBinaryOperation binary)
    {
        var operators = new Stack<IBinaryOperation>();
        IOperation leftmost = binary;
        while (leftmost is IBinaryOperation { ConstantValue.HasValue: false, OperatorMethod: null } inner
            && Refusals.IsOfKernels(inner.Type) && Known(inner) is null)
        {
            operators.Push(inner);
            leftmost = inner.LeftOperand;
        }

        int? value = leftmost is IBinaryOperation known && Known(known) is { } holds ? _builder.Constant(holds)
            : leftmost == binary ? _refusals.Expression(binary)
            : Parse(leftmost);
        while (operators.Count > 0 && value is { } left)
        {
            IBinaryOperation next = operators.Pop();
            value = Binary(next, next.OperatorKind, left, next.RightOperand);
            if (value is { } node) _context.Locate(node, next.Syntax);
        }

        return value;
    }

    /// <summary>A comparison of ints that are known.</summary>
    private bool? Known(IBinaryOperation binary) =>
        CompileTimeInts.IsInt(binary.LeftOperand.Type) ? _ints.Comparison(binary) : null;

    private int? Binary(IOperation operation, BinaryOperatorKind kind, int left, IOperation rightOperand)
    {
        int? right = null;
        bool isOr = kind == BinaryOperatorKind.ConditionalOr;
        if (!isOr && kind != BinaryOperatorKind.ConditionalAnd) right = Parse(rightOperand);
        else if (_builder[left].Op == Op.Constant && _builder[left].Bits != 0 == isOr) return left;
        else _variables.Either(left, () => Right(!isOr), () => Right(isOr));

        if (right is not { } value) return null;
        bool onBits = _builder[left].Type == Ir.ValueType.Bit;
        Op? op = (kind, onBits) switch
        {
            (BinaryOperatorKind.Add, false) => Op.Add,
            (BinaryOperatorKind.Subtract, false) => Op.Subtract,
            (BinaryOperatorKind.Multiply, false) => Op.Multiply,
            (BinaryOperatorKind.Divide, false) => Op.Divide,
            (BinaryOperatorKind.LessThan, false) => Op.Less,
            (BinaryOperatorKind.LessThanOrEqual, false) => Op.LessOrEqual,
            (BinaryOperatorKind.GreaterThan, false) => Op.Greater,
            (BinaryOperatorKind.GreaterThanOrEqual, false) => Op.GreaterOrEqual,
            (BinaryOperatorKind.Equals, false) => Op.Equal,
            (BinaryOperatorKind.NotEquals, false) => Op.NotEqual,
            (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And, true) => Op.And,
            (BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or, true) => Op.Or,
            _ => null,
        };
        return op is { } known ? _builder.Binary(known, left, value) : _refusals.Expression(operation);

        void Right(bool isEvaluated)
        {
            if (isEvaluated) right = Parse(rightOperand);
        }
    }

    private int? Conditional(IOperation condition, IOperation whenTrue, IOperation whenFalse)
    {
        if (Parse(condition) is not { } bit) return null;
        int? first = null, second = null;
        _variables.Either(bit, () => first = Parse(whenTrue), () => second = Parse(whenFalse));
        if (_builder[bit].Op == Op.Constant) return first ?? second;
        return first is { } a && second is { } b ? _variables.Choose(bit, a, b) : null;
    }
}
