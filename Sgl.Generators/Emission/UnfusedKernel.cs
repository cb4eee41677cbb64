using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// Writes a kernel as an eager framework runs it: at each time step one pass over all neurons per operation, with rows
/// that are allocated once.
/// </summary>
internal sealed class UnfusedKernel
{
    private readonly TileKernel _kernel;
    private readonly RowPool _pool;
    private readonly string _zeros;
    private readonly List<string> _numbers = [];
    private readonly string[] _hoistedRows;
    private readonly PassProgram _hoist;
    private readonly PassProgram? _restore;
    private readonly PassProgram _step;
    private readonly PassProgram? _finish;

    public UnfusedKernel(TileKernel kernel)
    {
        _kernel = kernel;
        _pool = new RowPool(kernel.Names);
        _zeros = kernel.Names.Local("zeros");
        Dictionary<int, string> given = Given(kernel.Graph, "t");
        KeyValuePair<int, string>[] hoisted =
            [.. kernel.Hoisted.Where(value => kernel.Rates[value.Key] == Rate.PerNeuron)];
        _hoistedRows = [.. hoisted.Select(value => value.Value)];
        _hoist = new PassProgram(
            kernel.Graph,
            given,
            hoisted.Select(value => new PassSink(value.Value, RowStore.Assign, value.Key)),
            _pool,
            kernel.Comments);
        foreach (KeyValuePair<int, string> value in hoisted) given.Add(value.Key, value.Value);
        if (kernel is BackwardKernel { Restore.Graph: { } restore })
            _restore = new PassProgram(
                restore,
                Given(restore, "(t - 1)"),
                restore.Results.Select(next =>
                    new PassSink(kernel.Names.States[next.Slot], RowStore.Assign, next.Value)),
                _pool,
                kernel.Comments);
        _step = new PassProgram(kernel.Graph, given, Sinks(kernel.Graph), _pool, kernel.Comments);
        if (kernel is BackwardKernel { Finish.Graph: { } finish })
            _finish = new PassProgram(finish, Given(finish, "0"), Sinks(finish), _pool, kernel.Comments);
    }

    private IEnumerable<KernelParameter> OptionalGradients =>
        _kernel.Parameters.Where(p => p is { Shape: ParameterShape.Plane, IsOptional: true, IsWritten: false });

    /// <summary>The rows that hold more than one value of one time step.</summary>
    private IEnumerable<string> Rows => _kernel is BackwardKernel backward
        ? [.. _hoistedRows, .. States(backward.Restored)]
        : [.. _hoistedRows, .. States(_kernel.OwnStates)];

    public void Write(CodeWriter code)
    {
        code.Line($"/// <summary>All neurons {_kernel.Direction} through time, operation by operation.</summary>");
        _kernel.WriteSignature(code);
        using (code.Braces())
        {
            foreach (string number in _numbers) code.Line(number);
            foreach (string row in Rows.Concat(_pool.All)) code.Line($"Span<float> {row} = new float[width];");
            if (OptionalGradients.Any()) code.Line($"ReadOnlySpan<float> {_zeros} = new float[width];");
            foreach (int slot in _kernel.OwnStates)
                code.Line($"{_kernel.Names.InitialStates[slot]}.CopyTo({_kernel.Names.States[slot]});");
            _hoist.Write(code);
            code.Paragraph();
            using (code.Braces(_kernel.TimeLoop))
            {
                foreach (KernelParameter p in OptionalGradients)
                    code.Line($"ReadOnlySpan<float> {p.Name}Row = {p.Name}.IsEmpty ? {_zeros} : {Slice(p.Name, "t")};");
                if (_kernel is BackwardKernel backward) WriteRestore(code, backward);
                _step.Write(code);
            }

            if (_finish is null) return;
            code.Line();
            code.Line(BackwardKernel.FinishComment);
            using (code.Braces(BackwardKernel.FinishCondition)) _finish.Write(code);
        }
    }

    private IEnumerable<string> States(IEnumerable<int> slots) => slots.Select(slot => _kernel.Names.States[slot]);

    private void WriteRestore(CodeWriter code, BackwardKernel backward)
    {
        if (_restore is null) return;
        using (code.Braces("if (t > 0)")) _restore.Write(code);
        using (code.Braces("else"))
            foreach (int slot in backward.Restored)
                code.Line($"{_kernel.Names.InitialStates[slot]}.CopyTo({_kernel.Names.States[slot]});");
        code.Line();
    }

    /// <summary>The leaves of a graph and, as numbers that are computed first, what all neurons share.</summary>
    private Dictionary<int, string> Given(Graph graph, string time)
    {
        var given = new Dictionary<int, string>();
        var expressions = new ScalarExpressions(graph);
        Rate[] rates = Rates.Of(graph, _kernel.Compiled.Model.Parameters);
        bool[] variables = expressions.Variables();
        for (int i = 0; i < rates.Length; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op == Op.Constant) continue;
            bool isUsedByRows = IsUsedByRows(graph, rates, i);
            if (node.IsLeaf)
            {
                given.Add(i, Leaf(node, time));
                expressions.Bind(i, given[i]);
            }
            else if (rates[i] <= Rate.Shared && (isUsedByRows || variables[i]))
            {
                string name = _kernel.Names.Local(node.Name ?? "shared");
                _numbers.Add($"{expressions.Type(node.Type)} {name} = {expressions.Define(i).Text};");
                expressions.Bind(i, name);
                if (isUsedByRows) given.Add(i, node.Type == Ir.ValueType.Bit ? $"({name} ? 1f : 0f)" : name);
            }
        }

        return given;
    }

    private static bool IsUsedByRows(Graph graph, Rate[] rates, int node) =>
        graph.Results.Any(result => result.Value == node)
        || Enumerable.Range(node + 1, rates.Length - node - 1)
            .Any(i => rates[i] > Rate.Shared && graph.Nodes[i].Operands.Contains(node));

    private string Leaf(Node leaf, string time)
    {
        string name = _kernel.ArrayOf(leaf);
        return _kernel.Find(name) is not { Shape: ParameterShape.Plane } plane ? name
            : plane.IsOptional ? name + "Row"
            : Slice(name, time);
    }

    private IEnumerable<PassSink> Sinks(Graph graph) => graph.Results.Select(result =>
    {
        RowSink sink = _kernel.Sink(result);
        int overwrites = result.Kind switch
        {
            ResultKind.NextState => graph.Leaf(Op.State, result.Slot),
            ResultKind.StateGradient => graph.Leaf(Op.StateGradient, result.Slot),
            _ => -1,
        };
        bool isPlane = _kernel.Find(sink.Name)?.Shape == ParameterShape.Plane;
        return new PassSink(isPlane ? Slice(sink.Name, "t") : sink.Name, sink.Store, result.Value, overwrites, sink.Name);
    });

    private static string Slice(string plane, string time) => $"{plane}.Slice({time} * {plane}Stride, width)";
}
