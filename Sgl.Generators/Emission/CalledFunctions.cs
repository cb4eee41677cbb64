using Sgl.Generators.Analysis;
using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>The functions of the model language that kernels call and that have a body, callees first.</summary>
internal static class CalledFunctions
{
    public static IEnumerable<Function> Of(CompiledModel compiled) =>
        Of(compiled.Forward, compiled.Recompute, compiled.Restore, compiled.Backward, compiled.Epilogue);

    /// <summary>Those that are called for each vector of neurons, not just once for all.</summary>
    public static IEnumerable<Function> OfVectors(CompiledModel compiled) =>
        Of(NodesOf(compiled, Rate.PerNeuron).Concat(compiled.Restore.Nodes).Concat(compiled.Epilogue.Nodes));

    /// <summary>Those that are called for each vector of neurons at each time step.</summary>
    public static IEnumerable<Function> OfTimeSteps(CompiledModel compiled) =>
        Of(NodesOf(compiled, Rate.PerStep).Concat(compiled.Restore.Nodes));

    public static IEnumerable<Function> Of(params Graph[] graphs) => Of(graphs.SelectMany(graph => graph.Nodes));

    private static IEnumerable<Function> Of(IEnumerable<Node> nodes) => nodes
        .Select(node => FunctionTable.Find(node.Op)).OfType<Function>()
        .SelectMany(WithCallees).Distinct();

    // What depends on parameters of each neuron is computed by vectors together with all that it takes.
    private static IEnumerable<Node> NodesOf(CompiledModel compiled, Rate rarest)
    {
        foreach (Graph graph in new[] { compiled.Forward, compiled.Recompute, compiled.Backward })
        {
            Rate[] rates = Rates.Of(graph, compiled.Model.Parameters);
            bool[] isOfVectors = [.. rates.Select(rate => rate >= rarest)];
            for (int i = rates.Length - 1; i >= 0; i--)
            {
                if (!isOfVectors[i]) continue;
                yield return graph.Nodes[i];
                if (rates[i] == Rate.PerStep) continue;
                foreach (int operand in graph.Nodes[i].Operands) isOfVectors[operand] = true;
            }
        }
    }

    /// <summary>The function and those that its body calls; none where it is one operation.</summary>
    private static IEnumerable<Function> WithCallees(Function function) => function.Body is null
        ? []
        : Of(function.Body).Append(function);
}
