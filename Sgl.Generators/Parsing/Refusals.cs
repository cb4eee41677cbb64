using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Reports what <c>Step</c> may not contain, at the offending token and with the remedy. Every method returns null, for no node.
/// </summary>
internal sealed class Refusals(ParseContext context)
{
    /// <summary>Whether values of a type are nodes.</summary>
    public static bool IsOfKernels(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Single or SpecialType.System_Boolean;

    public int? Expression(IOperation expression)
    {
        context.Report(
            Descriptors.UnsupportedExpression, expression.Syntax.GetLocation(), OperationNames.Of(expression));
        return null;
    }

    /// <summary>A type that kernels do not compute in.</summary>
    public int? Type(IOperation expression)
    {
        if (expression.Type is null or IErrorTypeSymbol)
        {
            context.IsBrokenCode = true;
            return null;
        }

        // Where its value is not known, that is reported already.
        if (expression is IFieldReferenceOperation { Instance: null, Field.IsReadOnly: true }
            && CompileTimeInts.IsInt(expression.Type))
        {
            return null;
        }

        // A literal without its f turns a whole expression into a double, so the literal is reported.
        IOperation culprit = expression.DescendantsAndSelf()
            .FirstOrDefault(o => o is ILiteralOperation { Type.SpecialType: SpecialType.System_Double }) ?? expression;
        context.Report(
            Descriptors.UnsupportedType,
            culprit.Syntax.GetLocation(),
            culprit.Syntax.ToString(),
            culprit.Type!.WithArticle(),
            RemedyOfType(culprit));
        return null;
    }

    /// <summary>What is neither a variable nor a field of the model.</summary>
    public int? Unmarked(IOperation reference)
    {
        // What is wrong with a tuple that has a name was said where it got it.
        if (reference is IFieldReferenceOperation { Instance: ILocalReferenceOperation { Type.IsTupleType: true } })
        {
            context.IsBrokenCode = true;
            return null;
        }

        context.Report(
            Descriptors.UnmarkedMember,
            reference.Syntax.GetLocation(),
            reference.Syntax.ToString(),
            RemedyOfMember(reference));
        return null;
    }

    private static string RemedyOfType(IOperation culprit) => culprit.Type!.SpecialType switch
    {
        SpecialType.System_Double when culprit is ILiteralOperation => $": write {culprit.Syntax.ToString().TrimEnd('d', 'D')}f",
        SpecialType.System_Double => ": use floats and MathF",
        SpecialType.System_Int32 => "; an int must be known at compile time, as the counter of a loop is",
        _ when culprit is IInvocationOperation { Type.IsTupleType: true } =>
            $": give each of its values a variable, as in var (a, b) = {culprit.Syntax}",
        _ => "",
    };

    private static string RemedyOfMember(IOperation reference) => reference switch
    {
        IParameterReferenceOperation { Parameter: var parameter } =>
            $"a parameter of the constructor is known to no kernel; initialize a field with it, as in "
            + $"[Parameter] private float own = {parameter.Name}",
        IPropertyReferenceOperation =>
            "a property cannot be marked; let a field with one of the two attributes hold its value",
        IFieldReferenceOperation { Field.IsStatic: true } => "make it const or static readonly",
        IFieldReferenceOperation { Instance: not IInstanceReferenceOperation } =>
            "a neuron reads and writes its own fields only",
        _ => "mark it with one of the two attributes or make it const",
    };
}
