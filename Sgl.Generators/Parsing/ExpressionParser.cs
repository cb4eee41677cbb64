using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>Turns expressions into nodes; null where a diagnostic was reported.</summary>
internal sealed class ExpressionParser
{
    private readonly GraphBuilder _builder;
    private readonly Variables _variables;
    private readonly CompileTimeInts _ints;
    private readonly ParseContext _context;
    private readonly HelperInliner _helpers;
    private readonly CallParser _calls;
    private readonly Stack<IFieldSymbol> _initializers = new();

    public ExpressionParser(
        GraphBuilder builder,
        Variables variables,
        CompileTimeInts ints,
        SurrogateReader? surrogates,
        BodyParser bodies,
        ParseContext context)
    {
        _builder = builder;
        _variables = variables;
        _ints = ints;
        _context = context;
        _helpers = new HelperInliner(variables, ints, this, bodies, context);
        _calls = new CallParser(builder, this, _helpers, surrogates, context);
    }

    /// <summary>The name of the variable that an expression is, if it is one.</summary>
    public static string? NameOf(IOperation expression) => Symbol(expression)?.Name;

    public int? Parse(IOperation expression)
    {
        int? node = ParseUnlocated(expression);
        if (node is { } known) _context.Locate(known, expression.Syntax);
        return node;
    }

    /// <summary>The nodes of a tuple's elements, or the one node of what is no tuple.</summary>
    public int[]? ParseValues(IOperation expression)
    {
        switch (expression)
        {
            case IConversionOperation { Operand: var inner, Type.IsTupleType: true }:
                return ParseValues(inner);
            case ITupleOperation tuple:
                int?[] elements = [.. tuple.Elements.Select(Parse)];
                return elements.Contains(null) ? null : [.. elements.Select(element => element!.Value)];
            case IInvocationOperation { Type.IsTupleType: true } call:
                return _calls.Inline(call);
            case { Type.IsTupleType: true }:
                Unsupported(expression);
                return null;
            default:
                return Parse(expression) is { } value ? [value] : null;
        }
    }

    /// <summary><c>(a, b) = …</c>: all values are read before any variable changes.</summary>
    public void Deconstruct(IDeconstructionAssignmentOperation assignment)
    {
        IOperation target = assignment.Target is IDeclarationExpressionOperation declaration
            ? declaration.Expression
            : assignment.Target;
        if (target is not ITupleOperation tuple)
        {
            Unsupported(assignment);
            return;
        }

        if (ParseValues(assignment.Value) is not { } values) return;
        for (int i = 0; i < values.Length; i++)
        {
            IOperation element = tuple.Elements[i];
            if (element is IDeclarationExpressionOperation local) element = local.Expression;
            if (element is not IDiscardOperation) Assign(element, values[i]);
        }
    }

    public int? Unsupported(IOperation expression)
    {
        _context.Report(
            Descriptors.UnsupportedExpression, expression.Syntax.GetLocation(), OperationNames.Of(expression));
        return null;
    }

    private int? ParseUnlocated(IOperation expression)
    {
        if (expression.ConstantValue is { HasValue: true } constant) return Constant(expression, constant.Value);
        switch (expression)
        {
            case IConversionOperation conversion:
                return Conversion(conversion);
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
                or IPropertyReferenceOperation:
                return Read(expression);
            case IUnaryOperation unary:
                return Unary(unary);
            case IBinaryOperation binary when _ints.Comparison(binary) is { } known:
                return _builder.Constant(known);
            case IBinaryOperation binary:
                return Binary(binary, binary.OperatorKind, binary.LeftOperand, binary.RightOperand);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Conditional(conditional.Condition, conditional.WhenTrue, whenFalse);
            case IInvocationOperation invocation:
                return _calls.Parse(invocation);
            case IAssignmentOperation assignment when !IsStatement(assignment):
                return Unsupported(assignment);
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return Assign(assignment.Target, Parse(assignment.Value));
            case ICompoundAssignmentOperation compound:
                return Assign(
                    compound.Target, Binary(compound, compound.OperatorKind, compound.Target, compound.Value));
            case IInvalidOperation:
                _context.IsBrokenCode = true;
                return null;
            default:
                return Unsupported(expression);
        }
    }

    /// <summary>
    /// Whether an assignment stands for itself or in a chain such as <c>a = b = c</c>. Inside another expression it
    /// could be skipped or come too late, which a graph without control flow does not express.
    /// </summary>
    private static bool IsStatement(IOperation assignment) => assignment.Parent switch
    {
        IExpressionStatementOperation or IVariableInitializerOperation => true,
        ISimpleAssignmentOperation outer => outer.Value == assignment && IsStatement(outer),
        _ => false,
    };

    private static ISymbol? Symbol(IOperation expression) => expression switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        _ => null,
    };

    private int? Constant(IOperation expression, object? value) => value switch
    {
        float single => _builder.Constant(single),
        bool flag => _builder.Constant(flag),
        _ => UnsupportedType(expression),
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
                if (operand is IInvocationOperation { Type.SpecialType: SpecialType.System_Int32 } call)
                    return _calls.Parse(call);
            }
        }

        return operand is IInvocationOperation foreign && _calls.IsForeign(foreign)
            ? _calls.Parse(foreign)
            : UnsupportedType(operand);
    }

    private int? Read(IOperation reference)
    {
        if (Symbol(reference) is { } symbol && _variables.Has(symbol)) return _variables.Get(symbol);
        if (reference is ILocalReferenceOperation or IParameterReferenceOperation)
        {
            // A float that has no value is one whose own value was refused, or that C# says is unassigned.
            if (reference.Type?.SpecialType is not (SpecialType.System_Single or SpecialType.System_Boolean))
                return UnsupportedType(reference);
            _context.IsBrokenCode = true;
            return null;
        }

        if (reference is IFieldReferenceOperation { Instance: null, Field.IsReadOnly: true } field)
            return StaticField(field);
        _context.Report(Descriptors.UnmarkedMember, reference.Syntax.GetLocation(), reference.Syntax.ToString());
        return null;
    }

    private int? StaticField(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (field.Type.SpecialType is not (SpecialType.System_Single or SpecialType.System_Boolean))
            return UnsupportedType(reference);
        if (_initializers.Contains(field, SymbolEqualityComparer.Default)
            || StaticFields.Initializer(field, _context) is not { } initializer)
        {
            _context.Report(Descriptors.UnknownStatic, reference.Syntax.GetLocation(), field.Name);
            return null;
        }

        _initializers.Push(field);
        int? value = Parse(initializer);
        _initializers.Pop();
        return value;
    }

    private int? Assign(IOperation target, int? value)
    {
        if (target is IFieldReferenceOperation field && Symbol(target) is { } member && _variables.Has(member)
            && field.Field.HasAttribute(MetadataNames.Parameter))
        {
            _context.Report(Descriptors.ParameterAssigned, target.Syntax.GetLocation(), member.Name);
            return null;
        }

        // A local has no value before its first assignment; a member has one or is not of the model.
        if (Symbol(target) is not { } symbol || (target is not ILocalReferenceOperation && !_variables.Has(symbol)))
        {
            _context.Report(Descriptors.UnmarkedMember, target.Syntax.GetLocation(), target.Syntax.ToString());
            return null;
        }

        if (value is { } known) _variables.Set(symbol, known);
        return value;
    }

    private int? Unary(IUnaryOperation unary)
    {
        if (unary.OperatorMethod is not null) return Unsupported(unary);
        if (Parse(unary.Operand) is not { } operand) return null;
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => operand,
            UnaryOperatorKind.Minus => _builder.Unary(Op.Negate, operand),
            UnaryOperatorKind.Not => _builder.Unary(Op.Not, operand),
            _ => Unsupported(unary),
        };
    }

    private int? Binary(IOperation operation, BinaryOperatorKind kind, IOperation leftOperand, IOperation rightOperand)
    {
        if (Parse(leftOperand) is not { } left || Parse(rightOperand) is not { } right) return null;
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
        return op is { } known ? _builder.Binary(known, left, right) : Unsupported(operation);
    }

    private int? Conditional(IOperation condition, IOperation whenTrue, IOperation whenFalse)
    {
        if (Parse(condition) is not { } bit) return null;
        if (_builder[bit].Op == Op.Constant) return Parse(_builder[bit].Bits != 0 ? whenTrue : whenFalse);
        return Parse(whenTrue) is { } first && Parse(whenFalse) is { } second
            ? _variables.Choose(bit, first, second)
            : null;
    }

    private int? UnsupportedType(IOperation expression)
    {
        if (expression.Type is null or IErrorTypeSymbol)
        {
            _context.IsBrokenCode = true;
            return null;
        }

        // A literal without its f turns a whole expression into a double; the literal is the culprit.
        IOperation culprit = expression.DescendantsAndSelf()
            .FirstOrDefault(o => o is ILiteralOperation { Type.SpecialType: SpecialType.System_Double }) ?? expression;
        string remedy = culprit.Type!.SpecialType switch
        {
            SpecialType.System_Double when culprit is ILiteralOperation => $": write {culprit.Syntax.ToString().TrimEnd('d', 'D')}f",
            SpecialType.System_Double => ": use floats and MathF",
            SpecialType.System_Int32 => "; an int must be known at compile time, as the counter of a loop is",
            _ => "",
        };
        _context.Report(
            Descriptors.UnsupportedType,
            culprit.Syntax.GetLocation(),
            culprit.Syntax.ToString(),
            culprit.Type.ToDisplayString(),
            remedy);
        return null;
    }
}
