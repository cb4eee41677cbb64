using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Functions;

namespace Sgl.Generators.Parsing;

/// <summary>What the parsers of one model share.</summary>
internal sealed class ParseContext(Compilation compilation, CancellationToken cancellation)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly HashSet<SyntaxNode> _read = [];
    private readonly Dictionary<int, Location> _origins = [];
    private readonly List<(Function Function, IMethodSymbol Method, Location Location)> _calls = [];

    public Compilation Compilation { get; } = compilation;

    /// <summary>The source of the runtime's models, where the model inherits its <c>Step</c> from there.</summary>
    public LibrarySource? Library { get; set; }

    public CancellationToken Cancellation { get; } = cancellation;

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Where the nodes of the graph come from. Only the analyzer reads them; the model itself holds no location.</summary>
    public IReadOnlyDictionary<int, Location> Origins => _origins;

    /// <summary>The calls of functions of the language.</summary>
    public IReadOnlyList<(Function Function, IMethodSymbol Method, Location Location)> Calls => _calls;

    /// <summary>
    /// Whether the C# compiler itself seems to have an error to report, so that we need not;
    /// <see cref="HasErrorOfCSharp"/> tells in the end whether it has.
    /// </summary>
    public bool IsBrokenCode { get; set; }

    public bool HasErrors => IsBrokenCode || _diagnostics.Count > 0;

    /// <summary>Reports once for each place, however often a loop or a call passes it.</summary>
    public void Report(DiagnosticDescriptor descriptor, Location? location, params object[] arguments)
    {
        // A place in another project cannot be reported from this one.
        if (location?.SourceTree is { } tree && !Compilation.ContainsSyntaxTree(tree)) location = Location.None;
        if (!_diagnostics.Any(known => known.Id == descriptor.Id && known.Location == (location ?? Location.None)))
            _diagnostics.Add(Diagnostic.Create(descriptor, location, arguments));
    }

    /// <summary>Takes over what the parsers of another graph found wrong.</summary>
    public void Include(ParseContext other)
    {
        IsBrokenCode |= other.IsBrokenCode;
        _read.UnionWith(other._read);
        _diagnostics.AddRange(other._diagnostics.Where(added =>
            !_diagnostics.Any(known => known.Id == added.Id && known.Location == added.Location)));
    }

    /// <summary>Remembers where a node comes from; the first place counts.</summary>
    public void Locate(int node, SyntaxNode syntax)
    {
        if (!_origins.ContainsKey(node)) _origins.Add(node, syntax.GetLocation());
    }

    /// <summary>Remembers a call of a function, once for each place.</summary>
    public void Note(Function function, IMethodSymbol method, SyntaxNode syntax)
    {
        Location location = syntax.GetLocation();
        if (!_calls.Any(known => known.Location == location)) _calls.Add((function, method, location));
    }

    /// <summary>A named argument of an attribute that is an enum's member; 0 where it is left out or no member.</summary>
    public int ReadMember(AttributeData attribute, string name)
    {
        if (attribute.Argument(name) is not { Type: { } type, Value: int value }) return 0;
        IEnumerable<IFieldSymbol> members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue);
        if (members.Any(member => member.ConstantValue is int known && known == value)) return value;
        Report(
            Descriptors.UnknownMember,
            attribute.LocationOf(name, Cancellation),
            value.ToString(CultureInfo.InvariantCulture),
            type.Name,
            string.Join(", ", members.Select(member => member.Name)));
        return 0;
    }

    /// <summary>
    /// Where a symbol is declared in this compilation, or in the source of the library where that is read; null where its
    /// source is another project's, as in an editor, or not at hand.
    /// </summary>
    public SyntaxNode? Declaration(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault(reference => IsOfCompilation(reference.SyntaxTree))
            ?.GetSyntax(Cancellation);

    public bool IsOfCompilation(SyntaxTree tree) => Compilation.ContainsSyntaxTree(tree) || IsOfLibrary(tree);

    /// <summary>A class and its bases; those of the runtime as their source has them, where that is read.</summary>
    public IEnumerable<INamedTypeSymbol> Lineage(INamedTypeSymbol type)
    {
        INamedTypeSymbol? inLibrary = Library?.Find(type);
        if (inLibrary is not null) return inLibrary.SelfAndBases();
        return type.BaseType is { } parent ? [type, .. Lineage(parent)] : [type];
    }

    /// <summary>The body of a method in this compilation, a block or an expression; null where it has none.</summary>
    public IBlockOperation? Body(IMethodSymbol method)
    {
        if (Declaration(method) is not MethodDeclarationSyntax syntax) return null;
        var body = Operation(syntax) as IMethodBodyOperation;
        return body?.BlockBody ?? body?.ExpressionBody;
    }

    /// <summary>What a method or an expression means.</summary>
    public IOperation? Operation(SyntaxNode syntax)
    {
        _read.Add(syntax);
        return SemanticsOf(syntax).GetOperation(syntax, Cancellation);
    }

    /// <summary>Whether C# has an error in a class that was to be read, or in what was read of others.</summary>
    public bool HasErrorOfCSharp(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences
            .Where(part => IsOfCompilation(part.SyntaxTree) && !part.SyntaxTree.IsGenerated())
            .Select(part => part.GetSyntax(Cancellation))
            .Concat(_read)
            .SelectMany(syntax => SemanticsOf(syntax).GetDiagnostics(syntax.Span, Cancellation))
            .Any(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);

    /// <summary>
    /// The semantics of a node that may be in another file than the one at hand: Step may be in another part of the
    /// class or in a base, a helper in any class.
    /// </summary>
    public SemanticModel SemanticsOf(SyntaxNode syntax) =>
#pragma warning disable RS1030 // RS1030 asks analyzers to use the model at hand, which is that of one file.
        (IsOfLibrary(syntax.SyntaxTree) ? Library!.Compilation : Compilation).GetSemanticModel(syntax.SyntaxTree);
#pragma warning restore RS1030

    private bool IsOfLibrary(SyntaxTree tree) => Library?.Compilation.ContainsSyntaxTree(tree) == true;
}
