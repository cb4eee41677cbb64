using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Reads a call of the user's own method as if its body stood there: a static method of any class of the compilation,
/// or a method of the model itself.
/// </summary>
internal sealed class HelperInliner(
    Variables variables, CompileTimeInts ints, ExpressionParser expressions, BodyParser bodies, ParseContext context)
{
    private readonly Stack<IMethodSymbol> _calls = new();

    /// <summary>Why a method cannot be inlined, or null.</summary>
    public static string? Obstacle(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (!method.IsStatic && call.Instance is not IInstanceReferenceOperation) return "it is a method of another object";
        if (method.IsGenericMethod || method.ContainingType.IsGenericType) return "it is generic";
        if (method.IsVirtual || method.IsOverride || method.IsAbstract) return "it is virtual";
        if (method.IsAsync) return "it is async";
        if (method.ReturnsVoid) return "it returns nothing";
        if (method.ReturnsByRef || method.ReturnsByRefReadonly) return "it returns by reference";
        return method.Parameters.FirstOrDefault(parameter => parameter.RefKind != RefKind.None || parameter.IsParams)
            is { } parameter
            ? $"'{parameter.Name}' is not a plain argument"
            : null;
    }

    /// <summary>The nodes of what the call returns, one for each element of a tuple.</summary>
    public int[]? Inline(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (_calls.Contains(method, SymbolEqualityComparer.Default))
        {
            context.Report(Descriptors.Recursion, call.Syntax.GetLocation(), method.Name);
            return null;
        }

        if (context.Body(method) is not { } body)
        {
            context.IsBrokenCode = true;
            return null;
        }

        if (!BindArguments(call)) return null;
        bool wasInHelper = bodies.IsInHelper;
        bodies.IsInHelper = true;
        _calls.Push(method);
        int[]? returned = bodies.Parse(body, method.Name);
        _calls.Pop();
        bodies.IsInHelper = wasInHelper;
        return returned;
    }

    /// <summary>Reads all arguments before any is bound: they may call the same method.</summary>
    private bool BindArguments(IInvocationOperation call)
    {
        var values = new List<(IParameterSymbol Parameter, int Value)>();
        var known = new List<(IParameterSymbol Parameter, int Value)>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter) return false;
            if (ints.Int(argument.Value) is { } integer && parameter.Type.SpecialType == SpecialType.System_Int32)
                known.Add((parameter, integer));
            else if (expressions.Parse(argument.Value) is { } value) values.Add((parameter, value));
            else return false;
        }

        foreach ((IParameterSymbol parameter, int value) in values) variables.Bind(parameter, value);
        foreach ((IParameterSymbol parameter, int value) in known) variables.SetInt(parameter, value);
        return true;
    }
}
