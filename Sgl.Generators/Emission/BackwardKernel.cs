using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>
/// The backward kernel: time runs down, the adjoints of states stay in place. What forward did not save is computed
/// again first.
/// </summary>
internal sealed class BackwardKernel : TileKernel
{
    private readonly RecomputeKernel? _recompute;
    private readonly LaneFunction? _restore;
    private readonly LaneFunction? _epilogue;

    public BackwardKernel(CompiledModel compiled, KernelNames names, RecomputeKernel? recompute)
        : base(compiled, names, "Backward", "backward", compiled.Backward)
    {
        _recompute = recompute;
        if (compiled.Restore.Results.Count > 0)
            _restore = new LaneFunction(
                "Restore",
                "The state after a time step, from the tape of that step.",
                compiled.Restore,
                rates: null,
                NameOf,
                NameOf);
        if (compiled.Epilogue.Results.Count > 0)
            _epilogue = new LaneFunction(
                "Finish",
                "After all time steps: from the summed gradients of hoisted values to those of parameters.",
                compiled.Epilogue,
                rates: null,
                NameOf,
                NameOf);
        Parameters = [.. AllParameters()];
    }

    public override IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>Bytes moved per neuron-step.</summary>
    public int Bytes =>
        4 * (OutputGradients.Count() + ReadInputs.Count() + Compiled.Saved.Count + Model.Inputs.Count);

    /// <summary>Whether the caller must keep the inputs.</summary>
    public bool ReadsInputs => ReadInputs.Any();

    private IEnumerable<KernelParameter> ReadInputs =>
        Inputs(Compiled.Backward, Compiled.Restore, Compiled.Recompute);

    private IEnumerable<int> OutputGradients =>
        Enumerable.Range(0, Model.Outputs.Count).Where(k => Compiled.Backward.Leaf(Op.OutputGradient, k) >= 0);

    private int[] Restored => [.. Compiled.Restore.Results.Select(result => result.Slot)];

    /// <summary>The states that recomputing runs through time once more.</summary>
    private IEnumerable<int> Repeated => _recompute?.States ?? [];

    protected override IEnumerable<RowLoop?> OtherRows() => [RestoreRow(), FinishRow()];

    protected override void WriteTimeLoop(CodeWriter code)
    {
        foreach (int slot in Restored.Union(Repeated))
            code.Line($"Span<float> {Names.States[slot]} = stackalloc float[width];");
        if (_recompute is not null) WriteRecompute(code, _recompute);
        foreach (string gradient in Names.HoistedGradients)
        {
            code.Line($"Span<float> {gradient} = stackalloc float[width];");
            code.Line($"{gradient}.Clear();");
        }

        using (code.Braces("for (int t = steps - 1; t >= 0; t--)"))
        {
            if (RestoreRow() is { } restore) WriteRestore(code, restore);
            WriteStep(code);
        }

        if (FinishRow() is not { } finish) return;
        code.Line();
        code.Line("// Through what was hoisted, once.");
        WriteCall(code, finish, "0");
    }

    protected override RowSink Sink(Result result) => result.Kind switch
    {
        ResultKind.InputGradient => new RowSink(Names.InputGradients[result.Slot], RowStore.Assign),
        ResultKind.StateGradient => new RowSink(Names.StateGradients[result.Slot], RowStore.Assign),
        ResultKind.ParameterGradient => new RowSink(Names.ParameterGradients[result.Slot], RowStore.Add),
        ResultKind.HoistedGradient => new RowSink(Names.HoistedGradients[result.Slot], RowStore.Add),
        _ => throw new InvalidOperationException($"Backward has no {result.Kind}."),
    };

    /// <summary>The tape as saving kernels get it, in memory that the caller lends.</summary>
    protected override string LocalRow(string name, string time) => Names.Tape.Contains(name)
        ? $"ref Lanes.Row({name}, {time} * width, width)"
        : base.LocalRow(name, time);

    private void WriteRecompute(CodeWriter code, RecomputeKernel recompute)
    {
        code.Line();
        code.Line("// What forward did not save: all time steps once more, from the inputs.");
        for (int k = 0; k < Names.Tape.Length; k++)
        {
            string start = k switch { 0 => "0", 1 => "steps * width", _ => $"{Literals.Int(k)} * steps * width" };
            code.Line($"Span<float> {Names.Tape[k]} = scratch.Slice({start}, steps * width);");
        }

        foreach (int slot in Repeated)
            code.Line($"{Names.InitialStates[slot]}[..width].CopyTo({Names.States[slot]});");
        code.Arguments(recompute.Name, ["steps", "width", .. recompute.Parameters.Select(Argument)], ";");
        code.Line();
    }

    private string Argument(KernelParameter p) =>
        p.Shape != ParameterShape.Plane ? p.Name
        : Names.Tape.Contains(p.Name) ? $"{p.Name}, width"
        : $"{p.Name}, {p.Name}Stride";

    private void WriteRestore(CodeWriter code, RowLoop restore)
    {
        string states = string.Join(", ", Restored.Select(slot => Names.States[slot]));
        code.Line($"// {states} before this step: after the step before, from its tape, or the initial state.");
        using (code.Braces("if (t > 0)")) WriteCall(code, restore, "(t - 1)");
        using (code.Braces("else"))
            foreach (int slot in Restored)
                code.Line($"{Names.InitialStates[slot]}[..width].CopyTo({Names.States[slot]});");
        code.Line();
    }

    private RowLoop? RestoreRow() => _restore is null ? null : new RowLoop(
        "RestoreRow",
        "The states of all neurons of a tile after a time step, from its tape.",
        _restore,
        Sources(_restore),
        [.. Restored.Select(slot => new RowSink(Names.States[slot], RowStore.Assign))]);

    private RowLoop? FinishRow() => _epilogue is null ? null : new RowLoop(
        "FinishRow",
        "The parameter gradients of all neurons of a tile that come through hoisted values.",
        _epilogue,
        Sources(_epilogue),
        [.. Compiled.Epilogue.Results.Select(Sink)]);

    private IEnumerable<KernelParameter> AllParameters()
    {
        foreach (int k in OutputGradients)
            yield return new KernelParameter(
                Names.OutputGradients[k],
                ParameterShape.Plane,
                IsWritten: false,
                $"tile.OutputGradients[{k}]",
                $"dL/d({Model.Outputs[k]}), [T, N]; left empty, it is 0.")
            {
                IsOptional = true,
                RowFunction = "RowOrZeros",
            };
        foreach (KernelParameter p in ReadInputs) yield return p;
        for (int k = 0; k < Compiled.Saved.Count; k++)
            yield return new KernelParameter(
                Names.Tape[k], ParameterShape.Plane, IsWritten: false, $"tile.Tape[{k}]", $"{Compiled.Saved[k]} as Forward saved it, [T, N].");
        foreach (int slot in Restored.Union(Repeated))
            yield return new KernelParameter(
                Names.InitialStates[slot],
                ParameterShape.Row,
                IsWritten: false,
                $"tile.InitialStates[{slot}]",
                $"The state {Model.States[slot]} before the first step, [N].");
        foreach (KernelParameter p in ModelParameters(Compiled.Backward, Compiled.Recompute, Compiled.Restore, Compiled.Epilogue))
            yield return p;
        foreach (Result result in Compiled.Backward.ResultsOf(ResultKind.StateGradient))
            yield return new KernelParameter(
                Names.StateGradients[result.Slot],
                ParameterShape.Row,
                IsWritten: true,
                $"tile.StateGradients[{result.Slot}]",
                $"dL/d({Model.States[result.Slot]}), [N]: after the last step on entry, before the first one on return.");
        for (int k = 0; k < Model.Inputs.Count; k++)
            yield return new KernelParameter(
                Names.InputGradients[k],
                ParameterShape.Plane,
                IsWritten: true,
                $"tile.InputGradients[{k}]",
                $"Receives dL/d({Model.Inputs[k]}), [T, N].");
        foreach (int k in LearnedParameters()) yield return ParameterGradient(k);
        if (_recompute is not null)
            yield return new KernelParameter(
                "scratch",
                ParameterShape.Scratch,
                IsWritten: true,
                "tile.Scratch",
                $"Working memory of {Literals.Int(Compiled.Scratch.Count)}·T·N floats.");
    }

    private IEnumerable<int> LearnedParameters() =>
        Compiled.Backward.ResultsOf(ResultKind.ParameterGradient)
            .Concat(Compiled.Epilogue.ResultsOf(ResultKind.ParameterGradient))
            .Select(result => result.Slot).Distinct().OrderBy(slot => slot);

    private KernelParameter ParameterGradient(int k)
    {
        ParameterModel parameter = Model.Parameters[k];
        return new KernelParameter(
            Names.ParameterGradients[k],
            ParameterShape.Row,
            IsWritten: true,
            $"tile.ParameterGradients[{k}]",
            parameter.PerNeuron
                ? $"dL/d({parameter.Name}), [N]; added to."
                : $"dL/d({parameter.Name}), summed over all neurons; added to.")
        {
            IsSharedGradient = !parameter.PerNeuron,
        };
    }
}
