using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Lints;

/// <summary>Finds which conditions hold wherever a value is used, and what they say of the values before it.</summary>
internal sealed class Guards
{
    private readonly Graph _step;
    private readonly Func<Node, Bounds> _leaf;
    private readonly Bounds[] _bounds;
    private readonly HashSet<(int Condition, bool Holds)>?[] _guards;

    /// <param name="step">The step.</param>
    /// <param name="leaf">The bounds of a leaf that is no constant.</param>
    public Guards(Graph step, Func<Node, Bounds> leaf)
    {
        _step = step;
        _leaf = leaf;
        _bounds = GraphBounds.Of(step, leaf);
        _guards = new HashSet<(int, bool)>?[step.Nodes.Count];
        foreach (Result result in step.Results) _guards[result.Value] = [];
        for (int i = step.Nodes.Count - 1; i >= 0; i--) HandOn(i);
    }

    /// <summary>The bounds of a node at the time steps at which another one is used.</summary>
    public Bounds WhereUsed(int user, int node)
    {
        if (_guards[user] is not { } guards) return Bounds.Zero;
        if (guards.Count == 0) return _bounds[node];
        var bounds = new Bounds[node + 1];
        for (int i = 0; i <= node; i++)
        {
            Node current = _step.Nodes[i];
            bounds[i] = current.IsLeaf && current.Op != Op.Constant
                ? _leaf(current)
                : GraphBounds.Of(current, k => _step.Nodes[k], k => bounds[k]);
            foreach ((int condition, bool holds) in guards)
                bounds[i] = GraphBounds.Under(
                    _step.Nodes[condition], holds, i, k => k <= i ? bounds[k] : _bounds[k]);
        }

        return bounds[node];
    }

    /// <summary>A value is used where its users are, and as an arm of a select only where that arm is chosen.</summary>
    private void HandOn(int user)
    {
        if (_guards[user] is not { } guards) return;
        Node node = _step.Nodes[user];
        for (int k = 0; k < node.Operands.Count; k++)
        {
            int operand = node.Operands[k];
            if (node.Op == Op.Min && _bounds[node.Operands[1 - k]].High <= float.MaxValue) continue; // infinity is not chosen
            HashSet<(int, bool)> here = [.. guards];
            if (node.Op == Op.Select && k > 0) Include(here, node.Operands[0], holds: k == 1);
            if (_guards[operand] is null) _guards[operand] = here;
            else _guards[operand]!.IntersectWith(here);
        }
    }

    /// <summary>Adds a condition, and those that it is made of.</summary>
    private void Include(HashSet<(int Condition, bool Holds)> guards, int condition, bool holds)
    {
        var open = new Stack<(int Condition, bool Holds)>();
        open.Push((condition, holds));
        while (open.Count > 0)
        {
            (int index, bool isTrue) = open.Pop();
            if (!guards.Add((index, isTrue))) continue;
            Node node = _step.Nodes[index];
            if (node.Op == Op.Not) open.Push((node.Operands[0], !isTrue));
            else if (node.Op == (isTrue ? Op.And : Op.Or))
                foreach (int part in node.Operands) open.Push((part, isTrue));
        }
    }
}
