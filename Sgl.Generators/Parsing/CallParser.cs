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
    Refusals refusals,
    ParseContext context)
{
    /// <summary>Whether a call is neither a known function nor of a method whose source is here.</summary>
    public bool IsForeign(IInvocationOperation call) =>
        Name(call) is not (MetadataNames.Spike or MetadataNames.Sign or MetadataNames.Detach)
        && Find(call) is null
        && context.Declaration(call.TargetMethod.Implementation()) is null;

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
        return Inline(call, isTuple: false) is [var single] ? single : null;
    }

    /// <summary>The nodes of what a helper returns.</summary>
    public int[]? Inline(IInvocationOperation call, bool isTuple)
    {
        if (call.TargetMethod.MethodKind == MethodKind.LocalFunction)
        {
            context.IsBrokenCode = true; // refused where it is declared
            return null;
        }

        if (IsForeign(call)) return Refuse(call, WhyForeign(call.TargetMethod));
        if (HelperInliner.Obstacle(call) is { } obstacle) return Refuse(call, obstacle);
        bool isOfKernels = Refusals.IsOfKernels(call.Type) || (isTuple && call.Type is { IsTupleType: true });
        if (isOfKernels) return helpers.Inline(call);
        refusals.Type(call);
        return null;
    }

    private static string WhyForeign(IMethodSymbol method)
    {
        string type = method.ContainingType.ToDisplayString();
        if (type.Split('.')[0] is not ("System" or "Sgl" or "float" or "double"))
            return "its source is not part of this compilation";
        Function? known = Array.Find(FunctionTable.All, function =>
            function.Arity == method.Parameters.Length
            && function.Spellings[0].EndsWith("." + method.Name, StringComparison.Ordinal));
        return method.Name == "IsNaN" ? "compare the value with itself, x != x, which holds for NaN only"
            : known is null ? $"its derivative is not known; call one of {KnownFunctions()}"
            : type is "System.Math" or "double" ? $"it computes in double; call {Short(known.Spellings[0])}"
            : $"kernels know it by another name; call {Short(known.Spellings[0])}";
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
            .Select(Short)
            .Distinct());

    /// <summary>A method's name without its namespace.</summary>
    private static string Short(string spelling) => string.Join(".", spelling.Split('.').Skip(1));

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
        context.Note(function, call.TargetMethod, call.Syntax);
        var arguments = new int?[function.Arity];
        foreach (IArgumentOperation argument in call.Arguments)
            arguments[argument.Parameter!.Ordinal] = expressions.Parse(argument.Value);
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
