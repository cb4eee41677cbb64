namespace Sgl.Generators.Ir;

/// <summary>
/// Appends nodes and returns their indices. An operation that was already appended is returned instead of being
/// computed again, so common subexpressions are shared from the start.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Node, int> _known = [];
    private readonly List<Result> _results = [];

    /// <summary>The statement that new nodes come from.</summary>
    public int Statement { get; set; } = -1;

    public int Count => _nodes.Count;

    public Node this[int index] => _nodes[index];

    public Graph Build() => new(_nodes.ToEquatableArray(), _results.ToEquatableArray());

    public void AddResult(ResultKind kind, int slot, int value) => _results.Add(new Result(kind, slot, value));

    /// <summary>Appends a node, or finds the one that computes the same.</summary>
    public int Append(Node node)
    {
        Node key = node with { Name = null, Statement = -1 };
        if (_known.TryGetValue(key, out int index))
        {
            if (_nodes[index].Name is null && node.Name is not null) Name(index, node.Name);
            return index;
        }

        index = _nodes.Count;
        _nodes.Add(node.Statement < 0 ? node with { Statement = Statement } : node);
        _known.Add(key, index);
        return index;
    }

    /// <summary>Gives a temporary its name; a value that has one keeps it.</summary>
    public void Name(int index, string name)
    {
        if (_nodes[index].Name is null && _nodes[index].Op != Op.Constant)
            _nodes[index] = _nodes[index] with { Name = name };
    }

    public int Leaf(Op op, int slot, string name, ValueType type = ValueType.Float) =>
        Append(new Node(op, type, EquatableArray<int>.Empty, Slot: slot) { Name = name });

    public int Constant(float value) => Append(
        new Node(Op.Constant, ValueType.Float, EquatableArray<int>.Empty, Bits: Floats.ToBits(value)));

    public int Constant(bool value) => Append(
        new Node(Op.Constant, ValueType.Bit, EquatableArray<int>.Empty, Bits: value ? 1 : 0));

    public int Unary(Op op, int operand) => Call(op, operand);

    public int Binary(Op op, int left, int right) => Call(op, left, right);

    public int Select(int condition, int whenTrue, int whenFalse) =>
        Call(Op.Select, condition, whenTrue, whenFalse);

    /// <summary>An operation on any number of operands.</summary>
    public int Call(Op op, params int[] operands) =>
        Append(new Node(op, Ops.ResultType(op), operands.ToEquatableArray()));

    public int Spike(int operand, int alpha, Surrogate surrogate) => Append(
        new Node(Op.Spike, ValueType.Bit, new[] { operand, alpha }.ToEquatableArray(), Surrogate: surrogate));

    public int SurrogateDerivative(int operand, int alpha, Surrogate surrogate) => Append(new Node(
        Op.SurrogateDerivative, ValueType.Float, new[] { operand, alpha }.ToEquatableArray(), Surrogate: surrogate));

    /// <summary>Copies a graph of which this is the first result, its inputs replaced by nodes that are here.</summary>
    public int Inline(Graph graph, params int[] inputs)
    {
        var moved = new int[graph.Nodes.Count];
        for (int i = 0; i < moved.Length; i++)
        {
            Node node = graph.Nodes[i];
            moved[i] = node.Op == Op.Input
                ? inputs[node.Slot]
                : Append(node with
                {
                    Operands = node.Operands.Select(operand => moved[operand]).ToEquatableArray(),
                    Statement = -1,
                });
        }

        return moved[graph.Results[0].Value];
    }
}
