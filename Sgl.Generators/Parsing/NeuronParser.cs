using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Reads a marked class. The generator takes the model and the analyzer takes the diagnostics, so that they can
/// never disagree.
/// </summary>
internal static class NeuronParser
{
    /// <summary>The language that kernels are written in.</summary>
    private const LanguageVersion OldestLanguage = LanguageVersion.CSharp12;

    public static ParseResult Parse(
        INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken cancellation)
    {
        var context = new ParseContext(compilation, cancellation);
        CheckLanguage(type, (CSharpCompilation)compilation, context);
        CheckDeclaration(type, context);
        bool isActivation = IsActivation(type);
        IMethodSymbol? step = isActivation ? null : FindStep(type, context)?.Implementation();
        if (step is not null && context.Declaration(step) is null)
            step = InLibrary(step, attribute, context) ?? step;
        if (step is not null && context.Declaration(step) is null)
        {
            // The reason for all else that may be wrong with a base of another assembly, such as private states.
            context.Report(
                Descriptors.NoSource, type.Locations[0], step.ContainingType.Name, step.ContainingAssembly.Name, type.Name);
            return new ParseResult(null, context.Diagnostics);
        }

        FieldReader fields = FieldReader.Read(type, context);
        SurrogateReader? surrogates = SurrogateReader.Read(attribute, fields, context);
        var tape = (TapeMode)context.ReadMember(attribute, "Tape");
        ParsedStep? parsed = null;
        if (surrogates is not null && !context.HasErrors)
        {
            if (isActivation) parsed = StepParser.Activation(surrogates);
            else if (step is not null && Body(step, context) is { } body && !context.HasErrors)
                parsed = StepParser.Parse(step, body, fields, surrogates, context);
        }

        if (parsed is null || context.HasErrors)
        {
            // What C# accepts has kernels or an error of ours.
            if (context.Diagnostics.Count == 0 && !context.HasErrorOfCSharp(type))
                context.Report(Descriptors.InternalFailure, type.Locations[0], type.Name, "no reason was found");
            return new ParseResult(null, context.Diagnostics);
        }

        ParsedSource? source = SymbolEqualityComparer.Default.Equals(step?.ContainingType, type)
            ? Source(type, step!, fields, surrogates!, context)
            : null;
        return new ParseResult(Model(type, attribute, tape, fields, surrogates!, step, parsed), context.Diagnostics, source);
    }

    private static NeuronModel Model(
        INamedTypeSymbol type,
        AttributeData attribute,
        TapeMode tape,
        FieldReader fields,
        SurrogateReader surrogates,
        IMethodSymbol? step,
        ParsedStep parsed) => new(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            ModelNames.Headers(type).ToEquatableArray(),
            type.Name,
            ModelNames.Qualified(type),
            ModelNames.HintName(type),
            ModelNames.HidesBase(type),
            (step?.Parameters.Select(parameter => parameter.Name) ?? ["input"]).ToEquatableArray(),
            parsed.Outputs,
            fields.States.Select(fields.NameOf).ToEquatableArray(),
            fields.Parameters.Select(parameter => parameter.Model).ToEquatableArray(),
            parsed.Graph,
            parsed.Statements)
        {
            Activation = step is null ? surrogates.Activation == Op.ToSign ? "Sign" : "Spike" : null,
            Tape = tape,
            Hidden = fields.Hidden.ToEquatableArray(),
            IsCreatable = Reservations.IsCreatable(type),
            HasObsoleteFields = Reservations.IsObsolete(fields),
            Experiments = Reservations.Experiments(fields).ToEquatableArray(),
            FastMath = attribute.Argument("FastMath")?.Value is true,
        };

    private static ParsedSource Source(
        INamedTypeSymbol type, IMethodSymbol step, FieldReader fields, SurrogateReader surrogates, ParseContext context) =>
        new(
            type.Locations[0],
            step.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation).GetLocation(),
            [.. fields.States.Select(field => LocationOf(field, type, context))],
            [.. fields.Parameters.Select(parameter => LocationOf(parameter.Field, type, context))],
            context.Origins,
            context.Calls,
            !surrogates.IsDead);

    /// <summary>The field, or the class where the field is another project's.</summary>
    private static Location LocationOf(IFieldSymbol field, INamedTypeSymbol type, ParseContext context) =>
        (context.Declaration(field) is null ? (ISymbol)type : field).Locations[0];

    /// <summary>Whether a class says nothing but its surrogate: the activation of a binarized network, say.</summary>
    private static bool IsActivation(INamedTypeSymbol type) =>
        type.BaseType?.SpecialType == SpecialType.System_Object
        && !type.IsRecord
        && !type.GetMembers().Any(member => member.IsHandWritten());

    private static void CheckLanguage(INamedTypeSymbol type, CSharpCompilation compilation, ParseContext context)
    {
        if (compilation.LanguageVersion < OldestLanguage)
            context.Report(
                Descriptors.OldLanguage,
                type.Locations[0],
                type.Name,
                OldestLanguage.ToDisplayString(),
                compilation.LanguageVersion.ToDisplayString());
    }

    private static void CheckDeclaration(INamedTypeSymbol type, ParseContext context)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (!IsPartial(t, context)) context.Report(Descriptors.NotPartial, t.Locations[0], t.Name, type.Name);
            if (t.IsGenericType) context.Report(Descriptors.GenericModel, t.Locations[0], t.Name);
            if (t.IsFileLocal) context.Report(Descriptors.FileLocal, t.Locations[0], t.Name);
        }

        foreach (ISymbol clash in ModelNames.CalledAs(type, ModelNames.Methods))
            context.Report(Descriptors.NameClash, clash.Locations[0], clash.Name, type.Name);
    }

    private static bool IsPartial(INamedTypeSymbol type, ParseContext context) =>
        type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(context.Cancellation))
            .OfType<TypeDeclarationSyntax>()
            .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>The one <c>Step</c> of the class or else of its nearest base that has one.</summary>
    private static IMethodSymbol? FindStep(INamedTypeSymbol type, ParseContext context)
    {
        foreach (INamedTypeSymbol declaring in type.SelfAndBases())
        {
            IMethodSymbol[] steps = [.. declaring.GetMembers("Step").OfType<IMethodSymbol>()];
            if (steps.Length == 1) return steps[0];
            if (steps.Length == 0) continue;
            foreach (IMethodSymbol step in steps)
                context.Report(Descriptors.SeveralSteps, step.Locations[0], declaring.Name);
            return null;
        }

        context.Report(Descriptors.NoStep, type.Locations[0], type.Name);
        return null;
    }

    /// <summary>The <c>Step</c> of a model of the runtime, of which the compiler has the source; from now on it is read.</summary>
    private static IMethodSymbol? InLibrary(IMethodSymbol step, AttributeData attribute, ParseContext context)
    {
        if (!LibrarySource.MayHave(step.ContainingType)
            || LibrarySource.Of(context.Compilation, attribute.AttributeClass!.ContainingAssembly) is not { } library
            || library.Find(step.ContainingType)?.GetMembers(step.Name) is not [IMethodSymbol source])
        {
            return null;
        }

        context.Library = library;
        return source;
    }

    private static IBlockOperation? Body(IMethodSymbol step, ParseContext context)
    {
        if (Unsuitable(step) is { } why)
        {
            context.Report(Descriptors.StepSignature, step.Locations[0], why);
            return null;
        }

        return context.Body(step);
    }

    private static string? Unsuitable(IMethodSymbol step)
    {
        if (step.IsStatic) return "It is static";
        if (step.IsGenericMethod) return "It is generic";
        if (step.IsAsync) return "It is async";
        if (step.IsAbstract || step.IsExtern) return "It has no body";
        foreach (IParameterSymbol parameter in step.Parameters)
        {
            if (parameter.RefKind != RefKind.None) return $"'{parameter.Name}' is passed by reference";
            if (!IsFloat(parameter.Type)) return $"'{parameter.Name}' is {parameter.Type.WithArticle()}";
        }

        if (step.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return tuple.TupleElements.FirstOrDefault(element => !IsFloat(element.Type)) is { } element
                ? $"'{element.Name}' of what it returns is {element.Type.WithArticle()}"
                : null;
        }

        return step.RefKind != RefKind.None ? "It returns by reference"
            : IsFloat(step.ReturnType) ? null
            : $"It returns {step.ReturnType.ToDisplayString()}";
    }

    private static bool IsFloat(ITypeSymbol type) => type.SpecialType == SpecialType.System_Single;
}
