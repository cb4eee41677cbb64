using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>The equations of a model and of its adjoint as text, in the user's own names.</summary>
internal static class Equations
{
    /// <summary>How many operations an equation may have before a part of it gets one of its own.</summary>
    private const int MaxOperations = 120;

    public static IEnumerable<string> OfStep(CompiledModel compiled)
    {
        NeuronModel model = compiled.Model;
        return Write(compiled.Step, firstDefined: 0, Leaf(model), result => result.Kind == ResultKind.Output
            ? KernelNames.OutputNames(model).ElementAt(result.Slot)
            : model.States[result.Slot] + "′");
    }

    /// <summary>The adjoint, after the surrogates that it uses.</summary>
    public static IEnumerable<string> OfAdjoint(CompiledModel compiled)
    {
        NeuronModel model = compiled.Model;
        int stepNodes = compiled.Adjoint.Nodes.TakeWhile(node => !IsAdjointLeaf(node.Op)).Count();
        return Surrogates(compiled).Concat(Write(compiled.Adjoint, stepNodes, Leaf(model), result => result.Kind switch
        {
            ResultKind.InputGradient => "d" + model.Inputs[result.Slot],
            ResultKind.StateGradient => "d" + model.States[result.Slot],
            ResultKind.ParameterGradient => $"Σ d{model.Parameters[result.Slot].Name}",
            _ => $"Σ d{compiled.HoistedNames[result.Slot]}",
        }));
    }

    /// <summary>What follows once, after the last time step; nothing where no learnable value was hoisted.</summary>
    public static IEnumerable<string> OfEpilogue(CompiledModel compiled) => Write(
        compiled.Epilogue,
        firstDefined: 0,
        Leaf(compiled.Model),
        result => $"d{compiled.Model.Parameters[result.Slot].Name}");

    /// <summary>The surrogates in use, such as <c>S′(x) = (1/π)·α/(1 + (αx)²), α = 2 (ATan)</c>.</summary>
    private static IEnumerable<string> Surrogates(CompiledModel compiled) => compiled.Step.Nodes
        .Where(node => node.Op == Op.Spike)
        .Select(spike => SurrogateText.Definition(compiled.Step, spike))
        .Distinct();

    private static bool IsAdjointLeaf(Op op) => op is Op.OutputGradient or Op.StateGradient;

    private static Func<Node, string> Leaf(NeuronModel model) => node => node.Op switch
    {
        Op.OutputGradient => "d" + KernelNames.OutputNames(model).ElementAt(node.Slot),
        Op.StateGradient => $"d{model.States[node.Slot]}′",
        _ => node.Name!,
    };

    private static IEnumerable<string> Write(
        Graph graph, int firstDefined, Func<Node, string> leaf, Func<Result, string> resultName)
    {
        var expressions = new MathExpressions(graph);
        bool[] variables = expressions.Variables();
        var lines = new List<string>();
        var scope = new EquationNames(graph);
        bool[] areResults = OnlyResults(graph);
        var operations = new int[graph.Nodes.Count];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.IsLeaf && node.Op != Op.Constant)
            {
                expressions.Bind(i, leaf(node));
                scope.Take(leaf(node));
            }

            operations[i] = 1 + node.Operands.Sum(operand => expressions.IsBound(operand) ? 0 : operations[operand]);
            bool isLong = operations[i] > MaxOperations;
            if (node.IsLeaf || areResults[i]) continue;
            if (!isLong && (!variables[i] || (node.Op == Op.Detach && node.Name is null))) continue;

            // A temporary of the step is written out where the adjoint uses it.
            if (!isLong && node.Name is null && i < firstDefined) continue;
            string name = scope.Declare(node.Name);
            if (i >= firstDefined || isLong) lines.Add($"{name} = {Text(node.Op, expressions.Define(i))}");
            expressions.Bind(i, name);
        }

        foreach (Result result in graph.Results)
        {
            string name = resultName(result);
            string value = expressions.Write(result.Value).Text;
            if (name != value) lines.Add($"{name} = {value}");
        }

        return lines;
    }

    /// <summary>A comparison for equality does not look like a second definition.</summary>
    private static string Text(Op op, Phrase value) => op == Op.Equal ? $"({value.Text})" : value.Text;

    /// <summary>The values that are one result and nothing else, which needs no second name.</summary>
    private static bool[] OnlyResults(Graph graph)
    {
        ILookup<int, int> users = graph.Nodes.SelectMany((node, i) => node.Operands.Select(operand => (operand, i)))
            .ToLookup(use => use.operand, use => use.i);
        return [.. graph.Nodes.Select((_, i) => !users[i].Any() && graph.Results.Count(result => result.Value == i) == 1)];
    }
}

/// <summary>The names of one set of equations: a value that would repeat a name gets a number.</summary>
internal sealed class EquationNames(Graph graph)
{
    private readonly HashSet<string> _later = [.. graph.Nodes.Select(node => node.Name).OfType<string>()];
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, int> _numbers = [];

    public void Take(string name) => _taken.Add(name);

    public string Declare(string? wanted)
    {
        string stem = wanted is null ? "t" : wanted + "_";
        if (!_numbers.TryGetValue(stem, out int k)) k = 1;
        string name = k > 1 || wanted is null ? stem + k : wanted;
        for (k++; (wanted is null && _later.Contains(name)) || !_taken.Add(name); k++) name = stem + k;
        _numbers[stem] = k;
        return name;
    }
}
