using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>Where a result of a program of passes goes.</summary>
/// <param name="Row">The row, as C#.</param>
/// <param name="Store">What is done with it.</param>
/// <param name="Value">The node.</param>
/// <param name="Overwrites">The leaf that the row holds until then, −1 where there is none.</param>
/// <param name="Plane">The plane that the row is of, where the caller may leave it out.</param>
internal sealed record PassSink(string Row, RowStore Store, int Value, int Overwrites = -1, string Plane = "");

/// <summary>
/// A graph as a sequence of passes over memory, one per operation. A value is computed right into the row of a result
/// where it is one, else into a row of the pool, which it gives back after its last use.
/// </summary>
internal sealed class PassProgram
{
    private readonly Graph _graph;
    private readonly IReadOnlyList<string> _comments;
    private readonly RowPool _pool;
    private readonly PassSink[] _sinks;
    private readonly string?[] _texts;
    private readonly string?[] _pooled;
    private readonly int[] _lastUse;
    private readonly List<PassSink> _atEnd = [];
    private readonly List<string> _lines = [];
    private int _statement = -1;

    /// <param name="graph">What to compute.</param>
    /// <param name="given">The values that exist, as C#: rows, and numbers where all neurons share them.</param>
    /// <param name="sinks">Where the results go.</param>
    /// <param name="pool">Rows for all other values.</param>
    /// <param name="comments">The comment of each statement.</param>
    public PassProgram(
        Graph graph,
        IReadOnlyDictionary<int, string> given,
        IEnumerable<PassSink> sinks,
        RowPool pool,
        IReadOnlyList<string> comments)
    {
        (_graph, _pool, _comments) = (graph, pool, comments);
        _texts = [.. graph.Nodes.Select((node, i) => given.TryGetValue(i, out string? text) ? text : Constant(node))];
        _pooled = new string?[graph.Nodes.Count];
        _sinks = [.. sinks.Select(sink => sink with { Value = Root(sink.Value) })];
        bool[] computed = Computed();
        _lastUse = LastUses(computed);

        StoreGiven();
        for (int i = 0; i < computed.Length; i++)
            if (computed[i]) Compute(i);
        foreach (PassSink sink in _atEnd) Store(sink);
    }

    public void Write(CodeWriter code)
    {
        foreach (string line in _lines) code.Line(line);
    }

    private static string? Constant(Node node) => node.Op == Op.Constant
        ? Literals.Float(node.Type == Ir.ValueType.Bit ? node.Bits : node.Value)
        : null;

    /// <summary>The node whose row a value is: a bit is held as 0 or 1, so as a float it is the same row.</summary>
    private int Root(int node)
    {
        while (_texts[node] is null && _graph.Nodes[node].Op == Op.ToFloat) node = _graph.Nodes[node].Operands[0];
        return node;
    }

    /// <summary>The operands that a pass reads; of a spike that is not the steepness.</summary>
    private int[] Operands(int node)
    {
        IEnumerable<int> operands = _graph.Nodes[node].Operands.Select(Root);
        return [.. _graph.Nodes[node].Op == Op.Spike ? operands.Take(1) : operands];
    }

    /// <summary>The nodes that take a pass.</summary>
    private bool[] Computed()
    {
        var computed = new bool[_texts.Length];
        foreach (PassSink sink in _sinks) computed[sink.Value] = true;
        for (int i = computed.Length - 1; i >= 0; i--)
        {
            computed[i] &= _texts[i] is null;
            if (!computed[i]) continue;
            foreach (int operand in Operands(i)) computed[operand] = true;
        }

        return computed;
    }

    private int[] LastUses(bool[] computed)
    {
        int[] last = [.. Enumerable.Range(0, computed.Length)];
        foreach (int user in last.Where(i => computed[i]).ToArray())
            foreach (int operand in Operands(user)) last[operand] = user;
        return last;
    }

    /// <summary>
    /// Results that exist already: at once, before a state is overwritten, but in the end where they overwrite one
    /// themselves.
    /// </summary>
    private void StoreGiven()
    {
        foreach (PassSink sink in _sinks.Where(sink => _texts[sink.Value] is not null && sink.Value != sink.Overwrites))
        {
            if (sink.Overwrites < 0) Store(sink);
            else if (_sinks.Any(other => other.Overwrites == sink.Value)) _atEnd.Add(sink with { Value = Copy(sink.Value) });
            else _atEnd.Add(sink);
        }
    }

    /// <summary>Keeps a row that will be overwritten; the copy takes the place of the node from there on.</summary>
    private int Copy(int node)
    {
        string copy = _pool.Take();
        _lines.Add($"{_texts[node]}.CopyTo({copy});");
        _texts[node] = copy;
        return node;
    }

    private void Compute(int node)
    {
        int[] operands = Operands(node);
        string[] texts = [.. operands.Select(operand => _texts[operand]!)];
        foreach (int operand in operands) Release(operand, node);

        Comment(node);
        PassSink? home = _sinks
            .Where(sink => sink.Value == node && sink.Store != RowStore.Add && IsFree(sink, node))
            .OrderBy(sink => sink.Store).ThenByDescending(sink => sink.Overwrites).FirstOrDefault();
        if (home?.Store != RowStore.Assign) _pooled[node] = _pool.Take();
        if (home?.Store == RowStore.AssignIfAny)
            _lines.Add($"Span<float> {home.Plane}Row = {home.Plane}.IsEmpty ? {_pooled[node]} : {home.Row};");
        string row = home is null ? _pooled[node]! : home.Store == RowStore.Assign ? home.Row : home.Plane + "Row";
        _texts[node] = row;
        _lines.Add(Pass(_graph.Nodes[node], texts, row));

        foreach (PassSink sink in _sinks.Where(sink => sink.Value == node && sink != home))
        {
            if (IsFree(sink, node)) Store(sink);
            else _atEnd.Add(sink);
        }

        Release(node, node);
    }

    /// <summary>Whether the row of a result is no longer read.</summary>
    private bool IsFree(PassSink sink, int at) => sink.Overwrites < 0 || _lastUse[sink.Overwrites] <= at;

    private void Release(int node, int user)
    {
        if (_pooled[node] is not { } row || _lastUse[node] > user || _atEnd.Any(sink => sink.Value == node)) return;
        _pool.Free(row);
        _pooled[node] = null;
    }

    private void Store(PassSink sink)
    {
        string value = _texts[sink.Value]!;
        _lines.Add(
            sink.Store == RowStore.Add ? $"Passes.Add({sink.Row}, {value}, {sink.Row});"
            : (sink.Store == RowStore.AssignIfAny ? $"if (!{sink.Plane}.IsEmpty) " : "")
            + $"Passes.Copy({value}, {sink.Row});");
    }

    private void Comment(int node)
    {
        int statement = _graph.Nodes[node].Statement;
        if (statement != _statement && statement >= 0 && _comments.Count > 0)
        {
            if (_lines.Count > 0) _lines.Add("");
            _lines.Add($"// {_comments[statement]}");
        }

        _statement = statement;
    }

    private static string Pass(Node node, string[] operands, string row)
    {
        if (FunctionTable.Find(node.Op) is not { Body: not null } function)
            return $"Passes.{node.Op}({string.Join(", ", operands.Append(row))});";
        IEnumerable<string> arguments = operands.Select((operand, k) => k == function.ConstantArgument
            ? operand
            : $"ref Lanes.Row({operand}, 0, width)");
        return $"{function.Name}Row(width, {string.Join(", ", arguments)}, ref Lanes.Row({row}, 0, width));";
    }
}
