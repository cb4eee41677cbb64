using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>What comes of a <c>Step</c> body.</summary>
internal sealed record ParsedStep(Graph Graph, EquatableArray<string> Outputs, EquatableArray<string> Statements);

/// <summary>Reads <c>Step</c>: declares what it reads, reads its body, and collects what it yields.</summary>
internal static class StepParser
{
    public static ParsedStep? Parse(
        IMethodSymbol step, IBlockOperation body, FieldReader fields, SurrogateReader surrogates, ParseContext context)
    {
        var builder = new GraphBuilder();
        var variables = new Variables(builder);
        var parser = new BodyParser(builder, variables, surrogates, context);
        for (int i = 0; i < step.Parameters.Length; i++) variables.DeclareLeaf(step.Parameters[i], step.Parameters[i].Name, Op.Input, i);
        for (int i = 0; i < fields.States.Count; i++) Declare(fields.States[i], Op.State, i);
        for (int i = 0; i < fields.Parameters.Count; i++) Declare(fields.Parameters[i].Field, Op.Parameter, i);

        int[]? outputs = parser.Parse(body, step.Name);
        if (outputs is null || context.HasErrors) return null;

        // A tuple of another length than the declared one is an error of C# itself, met while somebody types.
        int declared = step.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Length : 1;
        if (outputs.Length != declared) return null;

        string[] names = [.. OutputNames(step, body, outputs.Length)];
        for (int i = 0; i < outputs.Length; i++)
        {
            builder.Name(outputs[i], variables.FreeName(names[i]));
            builder.AddResult(ResultKind.Output, i, outputs[i]);
        }

        for (int i = 0; i < fields.States.Count; i++)
            builder.AddResult(ResultKind.NextState, i, variables.Get(fields.States[i]));
        return new ParsedStep(builder.Build(), names.ToEquatableArray(), parser.Statements);

        void Declare(IFieldSymbol field, Op op, int slot) => variables.DeclareLeaf(field, fields.NameOf(field), op, slot);
    }

    /// <summary>The step of a class that is only an activation: a spike, or a sign, of its input.</summary>
    public static ParsedStep Activation(SurrogateReader surrogates)
    {
        var builder = new GraphBuilder();
        int input = builder.Leaf(Op.Input, 0, "input");
        builder.Statement = 0;
        SpikeSurrogate surrogate = surrogates.OfClass(builder);
        int output = builder.Unary(surrogates.Activation, builder.Spike(input, surrogate.Alpha, surrogate.Surrogate));
        builder.Name(output, "output");
        builder.AddResult(ResultKind.Output, 0, output);
        string function = surrogates.Activation == Op.ToSign ? "Sign" : "Spike";
        string[] outputs = ["output"], statements = [$"{function}(input)"];
        return new ParsedStep(builder.Build(), outputs.ToEquatableArray(), statements.ToEquatableArray());
    }

    /// <summary>The tuple element's name, or that of the returned variable, or <c>output</c>; no two alike.</summary>
    private static IEnumerable<string> OutputNames(IMethodSymbol step, IBlockOperation body, int count)
    {
        IOperation value = body.Operations.OfType<IReturnOperation>().Last().ReturnedValue!;
        if (value is IConversionOperation { Operand: ITupleOperation converted }) value = converted;
        IOperation[] elements = value is ITupleOperation tuple ? [.. tuple.Elements] : [value];
        var declared = (step.ReturnType as INamedTypeSymbol)?.TupleElements ?? default;
        var taken = new HashSet<string>();
        for (int i = 0; i < count; i++)
        {
            string? element = !declared.IsDefaultOrEmpty && declared[i].IsExplicitlyNamedTupleElement
                ? declared[i].Name
                : null;
            string name = element ?? (i < elements.Length ? ExpressionParser.NameOf(elements[i]) : null) ?? "output";
            for (int k = 2; !taken.Add(name); k++) name = "output" + k;
            yield return name;
        }
    }
}
