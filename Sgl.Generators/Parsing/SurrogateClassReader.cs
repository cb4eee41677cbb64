using Microsoft.CodeAnalysis;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>Reads a surrogate that the user wrote: static methods <c>Derivative</c> and, if there is one, <c>Primitive</c>.</summary>
internal static class SurrogateClassReader
{
    public static CustomSurrogate? Read(INamedTypeSymbol type, Location? use, ParseContext context)
    {
        if (Find(type, "Derivative", context) is not { } derivative)
        {
            context.Report(Descriptors.UnsuitableSurrogate, use, type.Name);
            return null;
        }

        if (Parse(derivative, context) is not { } slope) return null;
        if (Find(type, "Primitive", context) is not { } primitive) return new CustomSurrogate(slope, null);
        return Parse(primitive, context) is { } smooth ? new CustomSurrogate(slope, smooth) : null;
    }

    private static IMethodSymbol? Find(INamedTypeSymbol type, string name, ParseContext context) =>
        type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method =>
            method is { IsStatic: true, IsGenericMethod: false, Parameters.Length: 1 or 2 }
            && IsFloat(method.ReturnType)
            && method.Parameters.All(parameter => parameter.RefKind == RefKind.None && IsFloat(parameter.Type))
            && !method.IsExtern
            && context.Declaration(method) is not null)?.Implementation();

    private static Graph? Parse(IMethodSymbol method, ParseContext context)
    {
        if (context.Body(method) is not { } body)
        {
            context.IsBrokenCode = true;
            return null;
        }

        // A graph of its own: its nodes have other numbers than those of the model.
        var own = new ParseContext(context.Compilation, context.Cancellation);
        var builder = new GraphBuilder();
        var variables = new Variables(builder);
        for (int i = 0; i < method.Parameters.Length; i++) variables.DeclareLeaf(method.Parameters[i], method.Parameters[i].Name, Op.Input, i);
        int[]? result = new BodyParser(builder, variables, surrogates: null, own).Parse(body, method.Name);
        context.Include(own);
        if (result is null || own.HasErrors) return null;
        builder.AddResult(ResultKind.Output, 0, result[0]);
        return builder.Build();
    }

    private static bool IsFloat(ITypeSymbol type) => type.SpecialType == SpecialType.System_Single;
}
