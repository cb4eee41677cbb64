using Microsoft.CodeAnalysis;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Bounds what loops and calls are written out to, so that the compiler always ends. What is too much is reported once;
/// nothing is taken after that.
/// </summary>
internal sealed class StepSize(GraphBuilder builder, ParseContext context)
{
    /// <summary>How many iterations all loops of a model may have together.</summary>
    public const int MaxIterations = 256;

    /// <summary>How many calls of helpers all statements of a model may make together.</summary>
    public const int MaxCalls = 10_000;

    /// <summary>How many helpers may be within each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many operations a step may have.</summary>
    public const int MaxOperations = 20_000;

    private int _iterations;
    private int _calls;
    private bool _isExceeded;

    public bool TakesIteration(SyntaxNode loop)
    {
        if (++_iterations <= MaxIterations) return true;
        context.Report(Descriptors.LoopTooLong, loop.GetFirstToken().GetLocation(), MaxIterations);
        return false;
    }

    public bool TakesCall(SyntaxNode call, int depth) =>
        depth > MaxDepth ? Exceeds(call.GetLocation(), $"its helpers call each other more than {MaxDepth} deep")
        : ++_calls > MaxCalls ? Exceeds(call.GetLocation(), $"its helpers are called more than {MaxCalls} times")
        : !_isExceeded;

    public bool TakesStatement(SyntaxNode statement) =>
        builder.Count > MaxOperations
            ? Exceeds(statement.GetFirstToken().GetLocation(), $"it has more than {MaxOperations} operations")
            : !_isExceeded;

    private bool Exceeds(Location location, string how)
    {
        if (!_isExceeded) context.Report(Descriptors.StepTooLarge, location, how);
        _isExceeded = true;
        return false;
    }
}
