using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>Reads calls: of spikes, of the functions in <see cref="FunctionTable"/>, and of the user's own helpers.</summary>
internal sealed class CallParser(
    GraphBuilder builder,
    ExpressionParser expressions,
    HelperInliner helpers,
    SurrogateReader? surrogates,
    ParseContext context)
{
    /// <summary>Whether a call is neither a known function nor of a method whose source is here.</summary>
    public static bool IsForeign(IInvocationOperation call) =>
        Name(call) is not (MetadataNames.Spike or MetadataNames.Sign or MetadataNames.Detach)
        && Find(call) is null
        && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty;

    public int? Parse(IInvocationOperation call)
    {
        switch (Name(call))
        {
            case MetadataNames.Spike:
                return Spike(call, Op.ToFloat);
            case MetadataNames.Sign:
                return Spike(call, Op.ToSign);
            case MetadataNames.Detach:
                return expressions.Parse(call.Arguments[0].Value) is { } value ? builder.Unary(Op.Detach, value) : null;
        }

        if (Find(call) is { } function) return Function(function, call);
        return Inline(call) switch
        {
            [var single] => single,
            null => null,
            _ => expressions.Unsupported(call),
        };
    }

    /// <summary>The nodes of what a helper returns.</summary>
    public int[]? Inline(IInvocationOperation call)
    {
        if (IsForeign(call))
        {
            bool isLibrary = call.TargetMethod.ContainingNamespace.ToDisplayString().Split('.')[0] is "System" or "Sgl";
            return Refuse(call, isLibrary
                ? $"its derivative is not known; call one of {KnownFunctions()}"
                : "its source is not part of this compilation");
        }

        return HelperInliner.Obstacle(call) is { } obstacle ? Refuse(call, obstacle) : helpers.Inline(call);
    }

    private static string Name(IInvocationOperation call) =>
        $"{call.TargetMethod.ContainingType.ToDisplayString()}.{call.TargetMethod.Name}";

    private static Function? Find(IInvocationOperation call)
    {
        string name = Name(call);
        return Array.Find(FunctionTable.All, known =>
            known.Spellings.Contains(name) && known.Arity == call.TargetMethod.Parameters.Length);
    }

    private static string KnownFunctions() => string.Join(
        ", ",
        FunctionTable.All.Select(function => function.Spellings[0])
            .Concat([MetadataNames.Spike, MetadataNames.Sign, MetadataNames.Detach])
            .Select(spelling => string.Join(".", spelling.Split('.').Skip(1)))
            .Distinct());

    private int? Spike(IInvocationOperation call, Op asFloat)
    {
        if (surrogates is null)
        {
            Refuse(call, "a surrogate cannot spike itself");
            return null;
        }

        int? argument = expressions.Parse(call.Arguments.First(item => item.Parameter?.Ordinal == 0).Value);
        if (surrogates.OfCall(call, expressions.Parse, builder) is not { } surrogate || argument is not { } x) return null;
        return builder.Unary(asFloat, builder.Spike(x, surrogate.Alpha, surrogate.Surrogate));
    }

    private int? Function(Function function, IInvocationOperation call)
    {
        context.Note(function, call.Syntax);
        int?[] arguments = [.. call.Arguments.OrderBy(a => a.Parameter!.Ordinal).Select(a => expressions.Parse(a.Value))];
        if (arguments.Contains(null)) return null;
        if (function.ConstantArgument is { } index && builder[arguments[index]!.Value].Op != Op.Constant)
        {
            SyntaxNode culprit = call.Arguments.First(argument => argument.Parameter?.Ordinal == index).Value.Syntax;
            context.Report(
                Descriptors.NotConstant, culprit.GetLocation(), $"Argument {index + 1} of {function.Name}", culprit);
            return null;
        }

        return function.Build(builder, [.. arguments.Select(argument => argument!.Value)]);
    }

    private int[]? Refuse(IInvocationOperation call, string why)
    {
        IMethodSymbol method = call.TargetMethod;
        context.Report(
            Descriptors.UnsupportedCall, call.Syntax.GetLocation(), $"{method.ContainingType.Name}.{method.Name}", why);
        return null;
    }
}
