using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// Writes the statements of a lane function: a block for each statement of <c>Step</c> that they come from, under its
/// text as a comment, then the results that are not yet assigned.
/// </summary>
/// <param name="code">Where to write.</param>
/// <param name="comments">The comment of each statement.</param>
/// <param name="graph">What to compute.</param>
/// <param name="expressions">Writes expressions; the arguments are bound.</param>
/// <param name="scope">Names that are taken.</param>
/// <param name="results">The variables that the results go to.</param>
internal sealed class LaneBody(
    CodeWriter code,
    IReadOnlyList<string> comments,
    Graph graph,
    CodeExpressions expressions,
    NameScope scope,
    string[] results)
{
    private const int LongestExpression = 72;

    private readonly HashSet<string> _named = [.. graph.Nodes.Select(node => node.Name).OfType<string>()];
    private int _statement = -1;
    private bool _isEmpty = true;

    /// <param name="returns">Whether the only result is returned instead of assigned.</param>
    public void Write(bool returns)
    {
        bool[] deserved = expressions.Variables();
        bool[] computed = Computed();
        int last = graph.Nodes.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            if (expressions.IsBound(i) || !computed[i] || (returns && i == last && i == graph.Results[0].Value)) continue;
            string? result = returns ? null : ResultNamed(i);
            if (result is not null) Assign(i, result);
            else if (deserved[i] || IsLong(i)) Declare(i);
        }

        if (returns) Return();
        else AssignRest();
    }

    /// <summary>The variable of the result that a node is, if the node may be called like it.</summary>
    private string? ResultNamed(int index)
    {
        Node node = graph.Nodes[index];
        for (int k = 0; k < results.Length; k++)
        {
            // A state's last value is called as the state after the step, whatever number its name has.
            if (graph.Results[k].Value != index || node.Type != Ir.ValueType.Float) continue;
            return node.Name is null || graph.Results[k].Kind == ResultKind.NextState
                || NameScope.CamelCase(node.Name) == results[k]
                ? results[k]
                : null;
        }

        return null;
    }

    private void Assign(int node, string variable)
    {
        Comment(node);
        code.Line($"{variable} = {expressions.Define(node).Text};");
        expressions.Bind(node, variable);
    }

    private void Declare(int index)
    {
        Node node = graph.Nodes[index];
        Comment(index);
        string text = expressions.Define(index).Text;
        string name = node.Name is null ? scope.DeclareTemporary(_named) : scope.Declare(node.Name);
        code.Line($"{expressions.Type(node.Type)} {name} = {text};");
        expressions.Bind(index, name);
    }

    private void Return()
    {
        int value = graph.Results[0].Value;
        Separate(value, isFirst: true);
        code.Line($"return {expressions.AsFloat(value)};");
    }

    private void AssignRest()
    {
        bool isFirst = true;
        for (int k = 0; k < results.Length; k++)
        {
            int value = graph.Results[k].Value;
            string text = expressions.AsFloat(value);
            if (text == results[k]) continue;
            Separate(value, isFirst);
            isFirst = false;
            code.Line($"{results[k]} = {text};");
        }
    }

    /// <summary>Sets results apart that are known by now, and comments those that are computed on the spot.</summary>
    private void Separate(int value, bool isFirst)
    {
        bool isKnown = expressions.IsBound(value);
        if (isFirst && !_isEmpty && (isKnown || graph.Nodes[value].Op == Op.Constant)) code.Line();
        else if (!isKnown) Comment(value);
    }

    private void Comment(int node)
    {
        int statement = graph.Nodes[node].Statement;
        if (statement != _statement && statement >= 0 && comments.Count > 0)
        {
            if (!_isEmpty) code.Line();
            code.Line($"// {comments[statement]}");
        }

        _statement = statement;
        _isEmpty = false;
    }

    /// <summary>Whether an expression has grown so long that a reader wants it on a line of its own.</summary>
    private bool IsLong(int node) => expressions.Define(node).Text.Length > LongestExpression;

    /// <summary>The nodes that the results need and that are not arguments.</summary>
    private bool[] Computed()
    {
        var computed = new bool[graph.Nodes.Count];
        foreach (Result result in graph.Results) computed[result.Value] = true;
        for (int i = computed.Length - 1; i >= 0; i--)
        {
            if (!computed[i] || expressions.IsBound(i)) continue;
            foreach (int operand in graph.Nodes[i].Operands) computed[operand] = true;
        }

        return computed;
    }
}
