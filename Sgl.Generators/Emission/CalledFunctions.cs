using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>The functions of the model language that kernels call and that have a body, callees first.</summary>
internal static class CalledFunctions
{
    public static IEnumerable<Function> Of(CompiledModel compiled) =>
        Of(compiled.Forward, compiled.Recompute, compiled.Restore, compiled.Backward, compiled.Epilogue);

    public static IEnumerable<Function> Of(params Graph[] graphs) => graphs
        .SelectMany(graph => graph.Nodes)
        .Select(node => FunctionTable.Find(node.Op)).OfType<Function>()
        .SelectMany(WithCallees).Distinct();

    /// <summary>The function and those that its body calls; none where it is one operation.</summary>
    private static IEnumerable<Function> WithCallees(Function function) => function.Body is null
        ? []
        : Of(function.Body).Append(function);
}
