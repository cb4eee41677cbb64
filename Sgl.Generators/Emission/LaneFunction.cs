using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// A pure function over vectors: the mathematics of one graph, apart from the loops and arrays around it. The kernels
/// call it for whole vectors and for the rest of a row alike, which is why the tail has the same bits.
/// </summary>
internal sealed class LaneFunction
{
    private const int LongestExpression = 72;

    private readonly Func<Node, string> _argumentName;
    private readonly Func<Result, string> _resultName;

    /// <param name="name">What it is called.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="graph">What it computes.</param>
    /// <param name="rates">
    /// The rates of the graph's values where those that do not change with time are arguments; null where the
    /// function computes them itself.
    /// </param>
    /// <param name="argumentName">What a leaf is called.</param>
    /// <param name="resultName">What a result is called.</param>
    public LaneFunction(
        string name,
        string summary,
        Graph graph,
        Rate[]? rates,
        Func<Node, string> argumentName,
        Func<Result, string> resultName)
    {
        Name = name;
        Summary = summary;
        Graph = graph;
        _argumentName = argumentName;
        _resultName = resultName;
        Arguments = [.. Enumerable.Range(0, graph.Nodes.Count).Where(i => IsArgument(graph, rates, i))];
    }

    public string Name { get; }

    public string Summary { get; }

    public Graph Graph { get; }

    /// <summary>The nodes that it is given: leaves and hoisted values.</summary>
    public int[] Arguments { get; }

    public static LaneFunction OfMath(Function function) => new(
        function.Name,
        $"{function.Name} by IEEE operations only, the same bits as SpikeMath.{function.Name}.",
        function.Body,
        rates: null,
        node => node.Name!,
        _ => "result");

    public void Write(CodeWriter code, IReadOnlyList<string> comments)
    {
        var scope = new NameScope();
        var expressions = new VectorExpressions(Graph);
        var parameters = new List<string>();
        foreach (int argument in Arguments)
        {
            Node node = Graph.Nodes[argument];
            string name = scope.Declare(node.IsLeaf ? _argumentName(node) : node.Name ?? "hoisted");
            expressions.Bind(argument, name);
            parameters.Add($"{VectorExpressions.TypeOf(node.Type)} {name}");
        }

        bool returns = Graph.Results.Count == 1;
        string[] results = [.. Graph.Results.Select(result => scope.Declare(_resultName(result)))];
        if (!returns) parameters.AddRange(results.Select(name => $"out Vector<float> {name}"));

        code.Line($"/// <summary>{Summary}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        code.Arguments($"internal static {(returns ? "Vector<float>" : "void")} {Name}", parameters, "");
        using (code.Braces()) WriteBody(code, comments, scope, expressions, results, returns);
    }

    private static bool IsArgument(Graph graph, Rate[]? rates, int index)
    {
        Node node = graph.Nodes[index];
        if (node.Op == Op.Constant) return false;
        if (rates is null || rates[index] == Rate.PerStep) return node.IsLeaf;
        bool usedPerStep = false;
        for (int i = index + 1; i < graph.Nodes.Count; i++)
            usedPerStep |= rates[i] == Rate.PerStep && graph.Nodes[i].Operands.Contains(index);
        return usedPerStep || graph.Results.Any(result => result.Value == index);
    }

    private void WriteBody(
        CodeWriter code,
        IReadOnlyList<string> comments,
        NameScope scope,
        VectorExpressions expressions,
        string[] results,
        bool returns)
    {
        bool[] variables = expressions.Variables();
        bool[] computed = Computed(expressions);
        HashSet<string> named = [.. Graph.Nodes.Select(node => node.Name).OfType<string>()];
        int statement = -1;
        bool first = true;
        for (int i = 0; i < Graph.Nodes.Count; i++)
        {
            Node node = Graph.Nodes[i];
            int result = Array.FindIndex([.. Graph.Results], r => r.Value == i);
            bool isResult = result >= 0 && !returns && IsCalledAsResult(node, Graph.Results[result], results[result]);
            bool isReturned = returns && i == Graph.Results[0].Value && i == Graph.Nodes.Count - 1;
            if (expressions.IsBound(i) || !computed[i] || isReturned || !(variables[i] || isResult || IsLong(expressions, i))) continue;

            WriteComment(code, comments, node.Statement, ref statement, ref first);
            string text = AsFloat(expressions, i, isResult);
            string name = isResult ? results[result] : (node.Name is null ? scope.DeclareTemporary(named) : scope.Declare(node.Name));
            bool isFloat = isResult || node.Type == Ir.ValueType.Float;
            code.Line(isResult ? $"{name} = {text};" : $"{(isFloat ? "Vector<float>" : "Vector<int>")} {name} = {text};");
            if (!isResult || node.Type == Ir.ValueType.Float) expressions.Bind(i, name);
        }

        bool anyLeft = false;
        for (int k = 0; k < results.Length; k++)
        {
            Result result = Graph.Results[k];
            string text = AsFloat(expressions, result.Value, isResult: true);
            if (text == results[k] && !returns) continue;
            Node node = Graph.Nodes[result.Value];
            if (!anyLeft && !first && (expressions.IsBound(result.Value) || node.Op == Op.Constant)) code.Line();
            else if (!expressions.IsBound(result.Value))
                WriteComment(code, comments, node.Statement, ref statement, ref first);
            anyLeft = true;
            code.Line(returns ? $"return {text};" : $"{results[k]} = {text};");
        }
    }

    /// <summary>Whether a node may be called as its result is: it has no name of its own, or is a state's last value.</summary>
    private static bool IsCalledAsResult(Node node, Result result, string name) =>
        node.Type == Ir.ValueType.Float
        && (node.Name is null || result.Kind == ResultKind.NextState || NameScope.CamelCase(node.Name) == name);

    /// <summary>Whether an expression has grown so long that a reader wants it on a line of its own.</summary>
    private static bool IsLong(VectorExpressions expressions, int node) =>
        expressions.Define(node).Text.Length > LongestExpression;

    /// <summary>The nodes that the results need and that are not arguments.</summary>
    private bool[] Computed(VectorExpressions expressions)
    {
        var computed = new bool[Graph.Nodes.Count];
        foreach (Result result in Graph.Results) computed[result.Value] = true;
        for (int i = computed.Length - 1; i >= 0; i--)
        {
            if (!computed[i] || expressions.IsBound(i)) continue;
            foreach (int operand in Graph.Nodes[i].Operands) computed[operand] = true;
        }

        return computed;
    }

    private string AsFloat(VectorExpressions expressions, int node, bool isResult)
    {
        Phrase phrase = expressions.IsBound(node) ? expressions.Write(node) : expressions.Define(node);
        return isResult && Graph.Nodes[node].Type == Ir.ValueType.Bit ? $"Lanes.ToFloat({phrase.Text})" : phrase.Text;
    }

    private static void WriteComment(
        CodeWriter code, IReadOnlyList<string> comments, int index, ref int statement, ref bool first)
    {
        if (index != statement && index >= 0 && comments.Count > 0)
        {
            if (!first) code.Line();
            code.Line($"// {comments[index]}");
        }

        statement = index;
        first = false;
    }
}
