using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>Turns the expressions of <c>Step</c> into nodes; null where a diagnostic was reported.</summary>
internal sealed class ExpressionParser(
    GraphBuilder builder, Variables variables, SpikeSurrogate surrogate, ParseContext context)
{
    /// <summary>The name of the variable that an expression is, if it is one.</summary>
    public static string? NameOf(IOperation expression) => Symbol(expression)?.Name;

    public int? Parse(IOperation expression)
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
            case IBinaryOperation binary:
                return Binary(binary, binary.OperatorKind, binary.LeftOperand, binary.RightOperand);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Conditional(conditional.Condition, conditional.WhenTrue, whenFalse);
            case IInvocationOperation invocation:
                return Call(invocation);
            case IAssignmentOperation assignment when !IsStatement(assignment):
                return Unsupported(assignment);
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return Assign(assignment.Target, Parse(assignment.Value));
            case ICompoundAssignmentOperation compound:
                return Assign(
                    compound.Target, Binary(compound, compound.OperatorKind, compound.Target, compound.Value));
            case IInvalidOperation:
                context.IsBrokenCode = true;
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

    private int? Constant(IOperation expression, object? value)
    {
        switch (value)
        {
            case float single:
                return builder.Constant(single);
            case bool flag:
                return builder.Constant(flag);
            default:
                return UnsupportedType(expression);
        }
    }

    /// <summary>A conversion that changes nothing, such as that of a target-typed literal, is looked through.</summary>
    private int? Conversion(IConversionOperation conversion) =>
        conversion.OperatorMethod is null
        && SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type)
            ? Parse(conversion.Operand)
            : conversion.Operand is IInvocationOperation call ? Call(call)
            : UnsupportedType(conversion.Operand);

    private int? Read(IOperation reference)
    {
        if (Symbol(reference) is { } symbol && variables.Has(symbol)) return variables.Get(symbol);
        if (reference is ILocalReferenceOperation) return UnsupportedType(reference);
        context.Report(Descriptors.UnmarkedMember, reference.Syntax.GetLocation(), reference.Syntax.ToString());
        return null;
    }

    private int? Assign(IOperation target, int? value)
    {
        if (target is IFieldReferenceOperation field && Symbol(target) is { } member && variables.Has(member)
            && field.Field.HasAttribute(MetadataNames.Parameter))
        {
            context.Report(Descriptors.ParameterAssigned, target.Syntax.GetLocation(), member.Name);
            return null;
        }

        // A local has no value before its first assignment; a member has one or is not of the model.
        if (Symbol(target) is not { } symbol || (target is not ILocalReferenceOperation && !variables.Has(symbol)))
        {
            context.Report(Descriptors.UnmarkedMember, target.Syntax.GetLocation(), target.Syntax.ToString());
            return null;
        }

        if (value is { } known) variables.Set(symbol, known);
        return value;
    }

    private int? Unary(IUnaryOperation unary)
    {
        if (unary.OperatorMethod is not null) return Unsupported(unary);
        if (Parse(unary.Operand) is not { } operand) return null;
        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => operand,
            UnaryOperatorKind.Minus => builder.Unary(Op.Negate, operand),
            UnaryOperatorKind.Not => builder.Unary(Op.Not, operand),
            _ => Unsupported(unary),
        };
    }

    private int? Binary(IOperation operation, BinaryOperatorKind kind, IOperation leftOperand, IOperation rightOperand)
    {
        if (Parse(leftOperand) is not { } left || Parse(rightOperand) is not { } right) return null;
        bool onBits = builder[left].Type == Ir.ValueType.Bit;
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
        return op is { } known ? builder.Binary(known, left, right) : Unsupported(operation);
    }

    private int? Conditional(IOperation condition, IOperation whenTrue, IOperation whenFalse) =>
        Parse(condition) is { } bit && Parse(whenTrue) is { } first && Parse(whenFalse) is { } second
            ? variables.Choose(bit, first, second)
            : null;

    private int? Call(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        string name = $"{method.ContainingType.ToDisplayString()}.{method.Name}";
        Function? function = Array.Find(FunctionTable.All, known => known.Spellings.Contains(name));
        if (function is null && name is not (MetadataNames.Spike or MetadataNames.Detach))
        {
            IEnumerable<string> names = FunctionTable.All.SelectMany(f => f.Spellings)
                .Concat([MetadataNames.Spike, MetadataNames.Detach])
                .Select(spelling => string.Join(".", spelling.Split('.').Skip(1)));
            context.Report(
                Descriptors.UnsupportedCall,
                invocation.Syntax.GetLocation(),
                $"{method.ContainingType.Name}.{method.Name}",
                string.Join(", ", names));
            return null;
        }

        int?[] arguments = [.. invocation.Arguments.Select(argument => Parse(argument.Value))];
        if (arguments.Any(argument => argument is null)) return null;
        int[] known = [.. arguments.Select(argument => argument!.Value)];
        return name switch
        {
            MetadataNames.Spike => builder.Unary(
                Op.ToFloat, builder.Spike(known[0], builder.Constant(surrogate.Alpha), surrogate.Surrogate)),
            MetadataNames.Detach => builder.Unary(Op.Detach, known[0]),
            _ => function!.Build(builder, known),
        };
    }

    private int? Unsupported(IOperation expression)
    {
        context.Report(
            Descriptors.UnsupportedExpression, expression.Syntax.GetLocation(), OperationNames.Of(expression));
        return null;
    }

    private int? UnsupportedType(IOperation expression)
    {
        if (expression.Type is null or IErrorTypeSymbol)
        {
            context.IsBrokenCode = true;
            return null;
        }

        // A literal without its f turns a whole expression into a double; the literal is the culprit.
        IOperation culprit = expression.DescendantsAndSelf()
            .FirstOrDefault(o => o is ILiteralOperation { Type.SpecialType: SpecialType.System_Double }) ?? expression;
        string remedy = culprit.Type!.SpecialType switch
        {
            SpecialType.System_Double when culprit is ILiteralOperation => $": write {culprit.Syntax}f",
            SpecialType.System_Double => ": use floats and MathF",
            _ => "",
        };
        context.Report(
            Descriptors.UnsupportedType,
            culprit.Syntax.GetLocation(),
            culprit.Syntax.ToString(),
            culprit.Type.ToDisplayString(),
            remedy);
        return null;
    }
}
