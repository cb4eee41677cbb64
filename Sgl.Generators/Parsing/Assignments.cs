using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Gives variables their values: assignments, increments, deconstructions and references. What is read on the left is
/// read before the right side, as C# does.
/// </summary>
internal sealed class Assignments(
    GraphBuilder builder, Variables variables, ExpressionParser expressions, Refusals refusals, ParseContext context)
{
    /// <summary>The variable that an expression is; null where it is none of the model's.</summary>
    public static ISymbol? Variable(IOperation expression) => expression switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        IDeclarationExpressionOperation declaration => Variable(declaration.Expression),
        _ => null,
    };

    /// <summary>An assignment that yields its value.</summary>
    public int? Parse(IOperation assignment)
    {
        switch (assignment)
        {
            case ISimpleAssignmentOperation { IsRef: false, Target: IDiscardOperation } discarded:
                return expressions.Parse(discarded.Value);
            case ISimpleAssignmentOperation { IsRef: false } simple:
                return Assign(simple.Target, expressions.Parse(simple.Value));
            case ICompoundAssignmentOperation
            {
                OperatorMethod: null, InConversion.IsIdentity: true, OutConversion.IsIdentity: true,
            } compound:
                int? combined = expressions.Binary(compound, compound.OperatorKind, compound.Target, compound.Value);
                return Assign(compound.Target, combined);
            case ICompoundAssignmentOperation { OperatorMethod: null } compound:
                return refusals.Type(compound.Value);
            case IIncrementOrDecrementOperation { OperatorMethod: null } step:
                return Increment(step);
            default:
                return refusals.Expression(assignment);
        }
    }

    /// <summary><c>(a, b) = …</c>: all values are read before any variable changes.</summary>
    public void Deconstruct(IDeconstructionAssignmentOperation assignment)
    {
        IOperation target = assignment.Target is IDeclarationExpressionOperation declaration
            ? declaration.Expression
            : assignment.Target;
        if (target is not ITupleOperation tuple
            || assignment.Value.Type is not { IsTupleType: true }
            || tuple.Elements.Any(element => element is ITupleOperation))
        {
            refusals.Expression(assignment);
            return;
        }

        if (expressions.ParseValues(assignment.Value) is not { } values) return;
        for (int i = 0; i < values.Length; i++)
            if (tuple.Elements[i] is not IDiscardOperation)
                Assign(tuple.Elements[i], values[i]);
    }

    /// <summary><c>ref float a = ref b;</c>: from now on a is b.</summary>
    public void Refer(ILocalSymbol reference, IOperation target)
    {
        if (Variable(target) is { } variable && variables.Knows(variable)) variables.Refer(reference, variable);
        else refusals.Expression(target);
    }

    private int? Assign(IOperation target, int? value)
    {
        ISymbol? variable = Variable(target) is { } named ? variables.Resolve(named) : null;
        if (variable is IFieldSymbol && variables.Has(variable) && variable.HasAttribute(MetadataNames.Parameter))
        {
            context.Report(Descriptors.ParameterAssigned, target.Syntax.GetLocation(), variable.Name);
            return null;
        }

        // A local and an out argument have no value before their first assignment; a member has one, or is not of the
        // model.
        bool isNew = variable is ILocalSymbol or IParameterSymbol { RefKind: RefKind.Out };
        if (variable is null || (!isNew && !variables.Has(variable))) return refusals.Unmarked(target);
        if (!Refusals.IsOfKernels(target.Type)) return refusals.Type(target);
        if (value is { } known) variables.Set(variable, known);
        return value;
    }

    private int? Increment(IIncrementOrDecrementOperation step)
    {
        if (expressions.Parse(step.Target) is not { } old) return null;
        Op op = step.Kind == OperationKind.Increment ? Op.Add : Op.Subtract;
        int next = builder.Binary(op, old, builder.Constant(1f));
        context.Locate(next, step.Syntax);
        return Assign(step.Target, next) is null ? null : step.IsPostfix ? old : next;
    }
}
