using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sgl.Generators.Diagnostics;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Finds the value of static readonly fields, which are as good as constants where C# has no constant for it. C#
/// initializes the fields of a class in the order of its text, so one that an earlier field's initializer reads is still
/// 0 there.
/// </summary>
internal sealed class StaticFields(ParseContext context)
{
    private readonly Stack<IFieldSymbol> _initializing = new();
    private readonly Dictionary<IFieldSymbol, int?> _values = new(SymbolEqualityComparer.Default);

    private enum Time
    {
        Before,
        After,
        Unknown,
    }

    /// <summary>What a field holds where it is read; null, and a diagnostic, where that is not known.</summary>
    /// <param name="reference">Where it is read.</param>
    /// <param name="field">The field.</param>
    /// <param name="zero">What it holds before it is initialized.</param>
    /// <param name="read">Reads its initializer.</param>
    public int? Read(SyntaxNode reference, IFieldSymbol field, Func<int> zero, Func<IOperation, int?> read)
    {
        field = field.OriginalDefinition;
        var declarator = context.Declaration(field) as VariableDeclaratorSyntax;
        bool hasConstructor = field.ContainingType.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared);
        Time time = declarator?.Initializer is null || hasConstructor ? Time.Unknown : TimeOf(field);
        if (time == Time.After) return zero();
        if (time == Time.Before && _values.TryGetValue(field, out int? known)) return known;
        if (time == Time.Unknown || context.Operation(declarator!.Initializer!.Value) is not { } initializer)
        {
            context.Report(Descriptors.UnknownStatic, reference.GetLocation(), field.Name);
            return null;
        }

        _initializing.Push(field);
        int? value = read(initializer);
        _initializing.Pop();
        return _values[field] = value;
    }

    /// <summary>Whether a field is initialized before the one whose initializer reads it, if one does.</summary>
    private Time TimeOf(IFieldSymbol field)
    {
        if (_initializing.Count == 0) return Time.Before;
        IFieldSymbol reader = _initializing.Peek();
        if (Equal(reader.ContainingType, field.ContainingType)) return TimeWithin(field, reader);

        // Another class is initialized as a whole when a field of it is first read, unless it is waiting itself.
        return Mentions(field.ContainingType, reader.ContainingType) ? Time.Unknown : Time.Before;
    }

    /// <summary>In one part of a class the order is that of the text; between parts C# does not define it.</summary>
    private Time TimeWithin(IFieldSymbol field, IFieldSymbol reader)
    {
        SyntaxNode read = context.Declaration(field)!, reads = context.Declaration(reader)!;
        return read.FirstAncestorOrSelf<TypeDeclarationSyntax>() != reads.FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ? Time.Unknown
            : read.SpanStart < reads.SpanStart ? Time.Before : Time.After;
    }

    /// <summary>
    /// Whether the initializers of a class, or of the classes they refer to, refer to another class: then it may be
    /// initialized after that one.
    /// </summary>
    private bool Mentions(INamedTypeSymbol type, INamedTypeSymbol other)
    {
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default) { type };
        var waiting = new Queue<INamedTypeSymbol>([type]);
        while (waiting.Count > 0)
        {
            foreach (INamedTypeSymbol mentioned in MentionedBy(waiting.Dequeue()))
            {
                if (Equal(mentioned, other)) return true;
                if (seen.Add(mentioned)) waiting.Enqueue(mentioned);
            }
        }

        return false;
    }

    private IEnumerable<INamedTypeSymbol> MentionedBy(INamedTypeSymbol type) =>
        from code in CodeOf(type)
        from name in code.DescendantNodes().OfType<SimpleNameSyntax>()
        let symbol = context.SemanticsOf(name).GetSymbolInfo(name, context.Cancellation).Symbol
        let mentioned = (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition
        where mentioned is not null && !Equal(mentioned, type)
        select mentioned;

    /// <summary>What may run while a class is initialized: its static members, and all where these make objects.</summary>
    private IReadOnlyList<SyntaxNode> CodeOf(INamedTypeSymbol type)
    {
        MemberDeclarationSyntax[] members =
        [
            .. type.DeclaringSyntaxReferences
                .Where(part => context.IsOfCompilation(part.SyntaxTree) && !part.SyntaxTree.IsGenerated())
                .Select(part => part.GetSyntax(context.Cancellation))
                .OfType<TypeDeclarationSyntax>()
                .SelectMany(part => part.Members)
                .Where(member => member is not BaseTypeDeclarationSyntax),
        ];
        MemberDeclarationSyntax[] statics = [.. members.Where(member => member.Modifiers.Any(SyntaxKind.StaticKeyword))];
        return statics.Any(member => member.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Any())
            ? members
            : statics;
    }

    private static bool Equal(ISymbol a, ISymbol b) =>
        SymbolEqualityComparer.Default.Equals(a.OriginalDefinition, b.OriginalDefinition);
}
