using Microsoft.CodeAnalysis;

namespace Sgl.Generators.Parsing;

/// <summary>What the parsers of one model share.</summary>
internal sealed class ParseContext(Compilation compilation, CancellationToken cancellation)
{
    private readonly List<Diagnostic> _diagnostics = [];

    public Compilation Compilation { get; } = compilation;

    public CancellationToken Cancellation { get; } = cancellation;

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Whether the C# compiler itself has an error to report, so that we need not.</summary>
    public bool IsBrokenCode { get; set; }

    public bool HasErrors => IsBrokenCode || _diagnostics.Count > 0;

    public void Report(DiagnosticDescriptor descriptor, Location? location, params object[] arguments) =>
        _diagnostics.Add(Diagnostic.Create(descriptor, location, arguments));
}
