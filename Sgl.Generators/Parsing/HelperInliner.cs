using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Reads a call of the user's own method as if its body stood there: a static method of any class of the compilation,
/// or a method of the model itself.
/// </summary>
internal sealed class HelperInliner(
    Variables variables,
    CompileTimeInts ints,
    ExpressionParser expressions,
    BodyParser bodies,
    Refusals refusals,
    ParseContext context)
{
    private readonly Stack<IMethodSymbol> _calls = new();

    /// <summary>Why a method cannot be inlined, or null.</summary>
    public static string? Obstacle(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (!method.IsStatic && call.Instance is not IInstanceReferenceOperation)
            return "it is a method of another object; make it static, or a method of the model";
        if (method.MethodKind != MethodKind.Ordinary) return "it is no ordinary method";
        if (method.IsGenericMethod) return "it is generic";
        if (method.IsVirtual || method.IsOverride || method.IsAbstract) return "it is virtual";
        if (method.IsAsync) return "it is async";
        if (method.IsExtern) return "it has no body";
        if (method.ReturnsVoid) return "it returns nothing; let it return the value that it computes";
        if (method.ReturnsByRef || method.ReturnsByRefReadonly) return "it returns by reference";
        return method.Parameters.FirstOrDefault(parameter => parameter.IsParams) is { } parameter
            ? $"'{parameter.Name}' is not a plain argument"
            : null;
    }

    /// <summary>The nodes of what the call returns, one for each element of a tuple.</summary>
    public int[]? Inline(IInvocationOperation call)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        IMethodSymbol method = call.TargetMethod.Implementation().OriginalDefinition;
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

        if (!bodies.Size.TakesCall(call.Syntax, _calls.Count + 1) || !BindArguments(call, method)) return null;
        bool wasInHelper = bodies.IsInHelper;
        bodies.IsInHelper = true;
        _calls.Push(method);
        int[]? returned = bodies.Parse(body, method.Name);
        _calls.Pop();
        bodies.IsInHelper = wasInHelper;
        variables.Forget(method);
        return returned;
    }

    /// <summary>Reads all arguments before any is bound: they may call the same method.</summary>
    private bool BindArguments(IInvocationOperation call, IMethodSymbol method)
    {
        var bindings = new List<Action>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is null) return false;
            IParameterSymbol parameter = method.Parameters[argument.Parameter.Ordinal];
            if (Bind(parameter, argument.Value) is not { } binding) return false;
            bindings.Add(binding);
        }

        foreach (Action bind in bindings) bind();
        return true;
    }

    private Action? Bind(IParameterSymbol parameter, IOperation argument)
    {
        if (parameter.RefKind != RefKind.None)
        {
            if (Assignments.Variable(argument) is { } variable && variables.Knows(variable))
            {
                variable = variables.Resolve(variable);
                return () => variables.Refer(parameter, variable);
            }

            if (argument is IDiscardOperation) return static () => { };
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                refusals.Expression(argument);
                return null;
            }
        }

        if (ints.Int(argument) is { } integer && CompileTimeInts.IsInt(parameter.Type))
            return () => variables.SetInt(parameter, integer);
        return expressions.Parse(argument) is { } value ? () => variables.Bind(parameter, value) : null;
    }
}
