using Sgl.Generators.Analysis;
using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>
/// A pure function: the mathematics of one graph, apart from the loops and arrays around it. What its values are, vectors
/// or numbers, is the matter of the expressions that it is written with. SIMD kernels call it for whole vectors and for
/// the rest of a row alike, which is why the tail has the same bits.
/// </summary>
internal sealed class LaneFunction
{
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

    public static LaneFunction OfMath(Function function, bool isFast) => new(
        function.Name,
        isFast
            ? $"SpikeMath.{function.Name} with its products and sums contracted."
            : $"{function.Name} by IEEE operations only, the same bits as SpikeMath.{function.Name}.",
        isFast ? ContractProducts.Run(function.Body!) : function.Body!,
        rates: null,
        node => node.Name!,
        _ => "result");

    /// <param name="code">Where to write.</param>
    /// <param name="comments">The comment of each statement.</param>
    /// <param name="expressions">Writes the expressions of <see cref="Graph"/> for a target.</param>
    public void Write(CodeWriter code, IReadOnlyList<string> comments, CodeExpressions expressions) =>
        Write(code, comments, expressions, Summary);

    /// <summary>Writes it over vectors; that over lines is an overload of that over others.</summary>
    public void Write(CodeWriter code, IReadOnlyList<string> comments, VectorType type) => Write(
        code,
        comments,
        new VectorExpressions(Graph, type),
        type == VectorType.Line ? $"<c>{Name}</c> of a cache line." : Summary);

    private void Write(CodeWriter code, IReadOnlyList<string> comments, CodeExpressions expressions, string summary)
    {
        var scope = new NameScope();
        var parameters = new List<string>();
        foreach (int argument in Arguments)
        {
            Node node = Graph.Nodes[argument];
            string name = scope.Declare(node.IsLeaf ? _argumentName(node) : node.Name ?? "hoisted");
            expressions.Bind(argument, name);
            parameters.Add($"{expressions.Type(node.Type)} {name}");
        }

        string number = expressions.Type(Ir.ValueType.Float);
        bool returns = Graph.Results.Count == 1;
        string[] results = [.. Graph.Results.Select(result => scope.Declare(_resultName(result)))];
        if (!returns) parameters.AddRange(results.Select(name => $"out {number} {name}"));

        code.Line($"/// <summary>{summary}</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        code.Arguments($"internal static {(returns ? number : "void")} {Name}", parameters, "");
        using (code.Braces()) new LaneBody(code, comments, Graph, expressions, scope, results).Write(returns);
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
}
