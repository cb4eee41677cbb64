using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>
/// What the forward and the backward kernel of a tile have in common: a lane function for one time step, the loop
/// over a row that calls it, and the values hoisted out of the loop over time.
/// </summary>
internal abstract class TileKernel
{
    // A step of more operations is limited by computing them, and its text is long enough once.
    private const int MostPairedOperations = 32;

    private readonly LaneFunction _step;

    private readonly LaneFunction? _hoist;

    /// <param name="compiled">The model.</param>
    /// <param name="names">What its arrays are called.</param>
    /// <param name="name">What the kernel is called.</param>
    /// <param name="direction">How it runs through time, for people to read.</param>
    /// <param name="graph">One time step.</param>
    protected TileKernel(CompiledModel compiled, KernelNames names, string name, string direction, Graph graph)
    {
        Direction = direction;
        Compiled = compiled;
        Names = names;
        Name = name;
        Graph = graph;
        Comments = [.. StatementComments.Of(compiled.Model)];
        Rates = Analysis.Rates.Of(graph, compiled.Model.Parameters);
        _step = new LaneFunction(
            "Step" + name, $"One time step of a vector of neurons, {direction}.", graph, Rates, NameOf, NameOf);
        foreach (int argument in _step.Arguments.Where(IsHoisted))
            Hoisted.Add(argument, names.Hoisted(graph.Nodes[argument].Name!));

        int[] perNeuron = [.. Hoisted.Keys.Where(node => Rates[node] == Rate.PerNeuron).OrderBy(node => node)];
        if (perNeuron.Length > 0)
        {
            _hoist = HoistFunction(perNeuron);
            PerNeuron = perNeuron;
        }
    }

    public string Name { get; }

    /// <summary>How it runs through time, for people to read.</summary>
    public string Direction { get; }

    /// <summary>What the kernel works on, in the order of its signature.</summary>
    public abstract IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>What the SIMD kernel works on: more than others where the runtime alone asks for it.</summary>
    public virtual IReadOnlyList<KernelParameter> SimdParameters => Parameters;

    public CompiledModel Compiled { get; }

    /// <summary>What it computes at one time step.</summary>
    public Graph Graph { get; }

    /// <summary>How often the values of the graph change.</summary>
    public Rate[] Rates { get; }

    /// <summary>What each argument of the step that changes not with time is called in the kernel.</summary>
    public SortedDictionary<int, string> Hoisted { get; } = [];

    /// <summary>The head of the loop over time.</summary>
    public virtual string TimeLoop => "for (int t = 0; t < steps; t++)";

    /// <summary>The sign of the distance from a time step's row to the next one's.</summary>
    protected virtual string Ahead => "";

    protected NeuronModel Model => Compiled.Model;

    /// <summary>The comment of each statement, and of its adjoint.</summary>
    public IReadOnlyList<string> Comments { get; }

    public KernelNames Names { get; }

    private int[] PerNeuron { get; } = [];

    /// <summary>Operations of one time step of one neuron, those of called functions included.</summary>
    public int Operations => Analysis.Operations.PerStep(Graph, Rates);

    /// <summary>Writes the kernel, outermost first.</summary>
    public void Write(CodeWriter code)
    {
        code.Line($"/// <summary>A tile {Direction} through time.</summary>");
        WriteSignature(code, SimdParameters);
        using (code.Braces())
        {
            WritePrologue(code);
            WriteTimeLoop(code);
        }

        foreach (RowLoop? row in new[] { StepRow(), HoistRow() }.Concat(OtherRows()))
        {
            if (row is null) continue;
            code.Line();
            row.Write(code, Comments);
        }
    }

    /// <summary>The head of the method, which the kernels of all targets share.</summary>
    public void WriteSignature(CodeWriter code) => WriteSignature(code, Parameters);

    private void WriteSignature(CodeWriter code, IReadOnlyList<KernelParameter> parameters) => code.Arguments(
        $"internal static void {Name}", ["int steps", "int width", .. KernelMethods.Signature(parameters)], "");

    /// <summary>The function that computes values of <see cref="Hoisted"/>.</summary>
    /// <param name="nodes">Which of them.</param>
    public LaneFunction HoistFunction(int[] nodes) => new(
        "Hoist" + Name,
        "What depends on parameters only, once for all time steps.",
        DropDead.Run(Graph with
        {
            Results = nodes.Select((node, slot) => new Result(ResultKind.Hoisted, slot, node)).ToEquatableArray(),
        }),
        rates: null,
        NameOf,
        result => Hoisted[nodes[result.Slot]]);

    /// <summary>The parameter of that name, or null.</summary>
    public KernelParameter? Find(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);

    protected abstract void WriteTimeLoop(CodeWriter code);

    /// <summary>The row functions that only this kernel has.</summary>
    protected virtual IEnumerable<RowLoop?> OtherRows() => [];

    /// <summary>What a result's row is and whether it is assigned or added to.</summary>
    public abstract RowSink Sink(Result result);

    /// <summary>The states that the kernel starts from the initial ones and keeps for itself.</summary>
    public virtual IReadOnlyList<int> OwnStates => [];

    /// <summary>A reference to a parameter's row at one time step.</summary>
    /// <param name="p">The parameter.</param>
    /// <param name="time">The time step, as C#.</param>
    private static string RowAt(KernelParameter p, string time) => p.Shape == ParameterShape.Plane
        ? $"ref Lanes.{p.RowFunction}({p.Name}, {time} * {p.Name}Stride, width)"
        : $"ref Lanes.Row({p.Name}, 0, width)";

    /// <summary>The inputs that graphs read.</summary>
    protected IEnumerable<KernelParameter> Inputs(params Graph[] graphs) =>
        Enumerable.Range(0, Model.Inputs.Count)
            .Where(k => graphs.Any(graph => graph.Leaf(Op.Input, k) >= 0))
            .Select(Input);

    /// <summary>One input.</summary>
    protected KernelParameter Input(int k) => new(
        Names.Inputs[k], ParameterShape.Plane, IsWritten: false, $"tile.Inputs[{k}]", $"The input <c>{Model.Inputs[k]}</c>, [T, N].");

    /// <summary>States before the first step.</summary>
    protected IEnumerable<KernelParameter> InitialStates(IEnumerable<int> slots) => slots.Select(slot => new KernelParameter(
        Names.InitialStates[slot],
        ParameterShape.Row,
        IsWritten: false,
        $"tile.InitialStates[{slot}]",
        $"The state <c>{Model.States[slot]}</c> before the first step, [N]."));

    /// <summary>The parameters of the model that the kernel reads.</summary>
    protected IEnumerable<KernelParameter> ModelParameters(params Graph[] graphs)
    {
        for (int k = 0; k < Model.Parameters.Count; k++)
        {
            ParameterModel parameter = Model.Parameters[k];
            if (graphs.All(graph => graph.Leaf(Op.Parameter, k) < 0)) continue;
            yield return new KernelParameter(
                Names.Parameters[k],
                parameter.IsShared ? ParameterShape.Scalar : ParameterShape.Row,
                IsWritten: false,
                $"tile.Parameters[{k}]",
                $"The parameter <c>{parameter.Name}</c>{Sizes(parameter)}.");
        }
    }

    /// <summary>The call of the step's row loop for the time step <c>t</c>.</summary>
    protected void WriteStep(CodeWriter code) => WriteCall(code, StepRow(), "t");

    /// <summary>The call of a row function.</summary>
    /// <param name="code">Where to write.</param>
    /// <param name="row">The function.</param>
    /// <param name="time">The time step whose rows it works on, as C#.</param>
    protected void WriteCall(CodeWriter code, RowLoop row, string time) =>
        code.Arguments(row.Name, ["width", .. row.Parameters.Select(parameter =>
            Pass(parameter, time)
            + (row.Prefetches(parameter.Name) ? $", {Ahead}{parameter.Name}Stride" : "")
            + (row.Streams(parameter.Name) ? $", {parameter.Name}Streams" : "")
            + (row.BitsOf(parameter.Name) is { } bits ? $", ref Lanes.BitRow({bits}, {time} * {bits}Stride, width)" : ""))], ";");

    /// <summary>How a lane function's arguments are found in the kernel.</summary>
    protected IReadOnlyList<RowSource> Sources(LaneFunction function) =>
    [
        .. function.Arguments.Select(argument =>
        {
            Node node = function.Graph.Nodes[argument];
            return function == _step && Hoisted.TryGetValue(argument, out string? hoisted)
                ? new RowSource(hoisted, Rates[argument] == Rate.PerNeuron, node.Type)
                : new RowSource(ArrayOf(node), IsRow(node), node.Type) { IsOfPlane = IsPlane(ArrayOf(node)) };
        }),
    ];

    /// <summary>The name of a leaf or result within a lane function.</summary>
    public string NameOf(Node leaf) => leaf.Op switch
    {
        Op.Tape => Compiled.Tape[leaf.Slot],
        Op.StateGradient => Names.StateGradients[leaf.Slot] + "Next",
        _ => ArrayOf(leaf),
    };

    public string NameOf(Result result) => result.Kind switch
    {
        ResultKind.Output => Names.Outputs[result.Slot],
        ResultKind.NextState => Names.States[result.Slot] + "Next",
        ResultKind.Tape => Graph.Nodes[result.Value].IsLeaf ? Names.Tape[result.Slot] : Compiled.Tape[result.Slot],
        ResultKind.InputGradient => Names.InputGradients[result.Slot],
        ResultKind.StateGradient => Names.StateGradients[result.Slot],
        ResultKind.ParameterGradient => Names.ParameterGradients[result.Slot],
        ResultKind.HoistedGradient => Names.HoistedGradients[result.Slot],
        _ => throw new InvalidOperationException($"{result.Kind} has no name."),
    };

    /// <summary>The array or number that a leaf is read from.</summary>
    public string ArrayOf(Node leaf) => leaf.Op switch
    {
        Op.Input => Names.Inputs[leaf.Slot],
        Op.State => Names.States[leaf.Slot],
        Op.Parameter => Names.Parameters[leaf.Slot],
        Op.Tape => Names.Tape[leaf.Slot],
        Op.OutputGradient => Names.OutputGradients[leaf.Slot],
        Op.StateGradient => Names.StateGradients[leaf.Slot],
        Op.HoistedGradient => Names.HoistedGradients[leaf.Slot],
        _ => throw new InvalidOperationException($"{leaf.Op} has no array."),
    };

    private static string Sizes(ParameterModel parameter) =>
        parameter.IsShared ? "" : parameter.PerChannel ? ", [N]: of each neuron that of its channel" : ", [N]";

    private bool IsRow(Node leaf) => leaf.Op != Op.Parameter || !Model.Parameters[leaf.Slot].IsShared;

    private bool IsHoisted(int argument) => !Graph.Nodes[argument].IsLeaf;

    private RowLoop StepRow() => new(
        Name,
        $"All neurons of a tile at one time step, {Direction}.",
        _step,
        Sources(_step),
        [.. Graph.Results.Select(Sink).Select(sink => sink with { IsOfPlane = IsPlane(sink.Name) })])
    {
        IsWide = true,
        IsPaired = Operations <= MostPairedOperations,
    };

    private bool IsPlane(string name) => Find(name)?.Shape == ParameterShape.Plane;

    private string Pass(RowSource source, string time)
    {
        KernelParameter? parameter = SimdParameters.FirstOrDefault(p => p.Name == source.Name);
        if (!source.IsRow) return source.Type == Ir.ValueType.Bit ? source.Name + " ? 1f : 0f" : source.Name;
        return parameter is null ? $"ref Lanes.Row({source.Name}, 0, width)" : RowAt(parameter, time);
    }

    private RowLoop? HoistRow() => _hoist is null ? null : new RowLoop(
        _hoist.Name,
        "The hoisted values of all neurons of a tile.",
        _hoist,
        Sources(_hoist),
        [.. PerNeuron.Select(node => new RowSink(Hoisted[node], RowStore.Assign))]);

    /// <summary>Everything that is computed once for all time steps.</summary>
    private void WritePrologue(CodeWriter code)
    {
        var expressions = new ScalarExpressions(Graph) { FunctionsOf = "SpikeMath." };
        WriteStreams(code);
        bool[] areNumbers = SharedNumbers();
        for (int i = 0; i < Graph.Nodes.Count; i++)
        {
            Node node = Graph.Nodes[i];
            if (node.Op == Op.Parameter && !IsRow(node)) expressions.Bind(i, ArrayOf(node));
            if (!areNumbers[i]) continue;
            string name = Hoisted.TryGetValue(i, out string? hoisted) ? hoisted : Names.Local(node.Name ?? "shared");
            code.Paragraph();
            code.Line($"// Hoisted out of the time loop: {Comments[node.Statement]}");
            code.Line($"{expressions.Type(node.Type)} {name} = {expressions.Define(i).Text};");
            expressions.Bind(i, name);
        }

        if (HoistRow() is not { } row) return;
        code.Paragraph();
        code.Line("// Hoisted out of the time loop: what depends on parameters only.");
        foreach (int node in PerNeuron) code.Line($"Span<float> {Hoisted[node]} = stackalloc float[width];");
        WriteCall(code, row, "0");
    }

    /// <summary>The hoisted numbers, and the parts that several of their terms have in common.</summary>
    private bool[] SharedNumbers()
    {
        var areNumbers = new bool[Graph.Nodes.Count];
        var uses = new int[Graph.Nodes.Count];
        for (int i = uses.Length - 1; i >= 0; i--)
        {
            bool isHoisted = Hoisted.ContainsKey(i);
            if (Rates[i] != Rate.Shared || Graph.Nodes[i].IsLeaf || (uses[i] == 0 && !isHoisted)) continue;
            areNumbers[i] = isHoisted || uses[i] > 1;
            foreach (int operand in Graph.Nodes[i].Operands) uses[operand]++;
        }

        return areNumbers;
    }

    // A row that takes the place of one just read is in the cache, where an ordinary store costs next to nothing.
    private void WriteStreams(CodeWriter code)
    {
        ILookup<bool, string> planes = Parameters
            .Where(p => p.Shape == ParameterShape.Plane)
            .ToLookup(p => p.IsWritten, p => p.Name);
        foreach (string written in planes[true])
        {
            IEnumerable<string> conditions = planes[false].Select(read => $" && !{written}.Overlaps({read})");
            code.Line($"bool {written}Streams = Lanes.Streams(steps, {written}Stride){string.Concat(conditions)};");
        }
    }
}
