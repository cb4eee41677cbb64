using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>The backward kernel: time runs down, the adjoints of states stay in place.</summary>
internal sealed class BackwardKernel : TileKernel
{
    public BackwardKernel(CompiledModel compiled, KernelNames names)
        : base(compiled, names, compiled.Recomputes ? "BackwardFromTape" : "Backward", "backward", compiled.Backward)
    {
        if (compiled.Restore.Results.Count > 0)
            Restore = new LaneFunction(
                "Restore",
                "The state after a time step, from the tape of that step.",
                compiled.Restore,
                rates: null,
                NameOf,
                NameOf);
        if (compiled.Epilogue.Results.Count > 0)
            Finish = new LaneFunction(
                "Finish",
                "After all time steps: from the summed gradients of hoisted values to those of parameters.",
                compiled.Epilogue,
                rates: null,
                NameOf,
                NameOf);
        Parameters = [.. Signature(Tape, Restored, compiled.Backward, compiled.Restore)];
        GivenParameters = !compiled.Recomputes ? Parameters :
        [
            .. Signature([], Restored.Union(compiled.RepeatedStates), compiled.Backward, compiled.Restore, compiled.Recompute),
            Scratch,
        ];
    }

    public override IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>
    /// What callers of <c>Backward</c> give: its parameters or, where forward saved nothing, all that is needed to
    /// compute the tape again instead of it.
    /// </summary>
    public IReadOnlyList<KernelParameter> GivenParameters { get; }

    /// <summary>From the tape of a step to the states after it; null where backward needs none.</summary>
    public LaneFunction? Restore { get; }

    /// <summary>What follows once after all time steps; null where nothing does.</summary>
    public LaneFunction? Finish { get; }

    /// <summary>What is written above the call of <see cref="Finish"/>.</summary>
    public static string FinishComment => "// Through what was hoisted, once all time steps are summed.";

    /// <summary>Where <see cref="Finish"/> is called.</summary>
    public static string FinishCondition => $"if (!{Continues})";

    private const string Continues = "continues";

    public override string TimeLoop => "for (int t = steps - 1; t >= 0; t--)";

    protected override string Ahead => "-";

    /// <summary>Bytes moved per neuron-step.</summary>
    public int Bytes =>
        4 * (OutputGradients.Count() + ReadInputs.Count() + Compiled.Saved.Count + Model.Inputs.Count);

    /// <summary>Whether the caller must keep the inputs.</summary>
    public bool ReadsInputs => ReadInputs.Any();

    private IEnumerable<KernelParameter> ReadInputs =>
        Inputs(Compiled.Backward, Compiled.Restore, Compiled.Recompute);

    private IEnumerable<int> OutputGradients =>
        Enumerable.Range(0, Model.Outputs.Count).Where(k => Compiled.Backward.Leaf(Op.OutputGradient, k) >= 0);

    /// <summary>The states before a step that come from the step before.</summary>
    public int[] Restored => [.. Compiled.Restore.Results.Select(result => result.Slot)];

    protected override IEnumerable<RowLoop?> OtherRows() => [RestoreRow(), FinishRow()];

    protected override void WriteTimeLoop(CodeWriter code)
    {
        foreach (int slot in Restored) code.Line($"Span<float> {Names.States[slot]} = stackalloc float[width];");
        code.Paragraph();
        using (code.Braces(TimeLoop))
        {
            if (RestoreRow() is { } restore) WriteRestore(code, restore);
            WriteStep(code);
        }

        if (FinishRow() is not { } finish) return;
        code.Line();
        code.Line(FinishComment);
        using (code.Braces(FinishCondition)) WriteCall(code, finish, "0");
    }

    public override RowSink Sink(Result result) => result.Kind switch
    {
        ResultKind.InputGradient => new RowSink(Names.InputGradients[result.Slot], RowStore.Assign),
        ResultKind.StateGradient => new RowSink(Names.StateGradients[result.Slot], RowStore.Assign),
        ResultKind.ParameterGradient => new RowSink(Names.ParameterGradients[result.Slot], RowStore.Add),
        ResultKind.HoistedGradient => new RowSink(Names.HoistedGradients[result.Slot], RowStore.Add),
        _ => throw new InvalidOperationException($"Backward has no {result.Kind}."),
    };

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

    private RowLoop? RestoreRow() => Restore is null ? null : new RowLoop(
        "Restore",
        "The states of all neurons of a tile after a time step, from its tape.",
        Restore,
        Sources(Restore),
        [.. Restored.Select(slot => new RowSink(Names.States[slot], RowStore.Assign))])
    {
        IsWide = true,
    };

    private RowLoop? FinishRow() => Finish is null ? null : new RowLoop(
        "Finish",
        "The parameter gradients of all neurons of a tile that come through hoisted values.",
        Finish,
        Sources(Finish),
        [.. Compiled.Epilogue.Results.Select(Sink)]);

    private IEnumerable<KernelParameter> Tape => Compiled.Tape.Select((saved, k) => new KernelParameter(
        Names.Tape[k], ParameterShape.Plane, IsWritten: false, $"tile.Tape[{k}]", $"<c>{saved}</c> as <c>Forward</c> saved it, [T, N]."));

    private KernelParameter Scratch => new(
        "scratch",
        ParameterShape.Scratch,
        IsWritten: true,
        "tile.Scratch",
        $"Working memory of {Literals.Int(Compiled.Tape.Count)}·T·N floats.");

    /// <param name="tape">The tape, where it is given.</param>
    /// <param name="initialStates">The states that are wanted as they were before the first step.</param>
    /// <param name="graphs">What reads inputs and parameters, besides the epilogue.</param>
    private IEnumerable<KernelParameter> Signature(
        IEnumerable<KernelParameter> tape, IEnumerable<int> initialStates, params Graph[] graphs)
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
        foreach (KernelParameter p in Inputs(graphs)) yield return p;
        foreach (KernelParameter p in tape) yield return p;
        foreach (KernelParameter p in InitialStates(initialStates.OrderBy(slot => slot))) yield return p;
        foreach (KernelParameter p in ModelParameters([.. graphs, Compiled.Epilogue])) yield return p;
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
        for (int k = 0; k < Names.HoistedGradients.Length; k++)
            yield return new KernelParameter(
                Names.HoistedGradients[k],
                ParameterShape.Sum,
                IsWritten: true,
                $"tile.HoistedGradients[{k}]",
                "The gradient of a hoisted value, summed over time, [N].");
        if (Finish is not null)
            yield return new KernelParameter(
                Continues, ParameterShape.Flag, IsWritten: false, "tile.IsContinued", "Whether earlier time steps will follow.");
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
            parameter.IsShared ? $"dL/d({parameter.Name}), summed over all neurons; added to."
            : parameter.PerChannel ? $"dL/d({parameter.Name}) by each neuron, [N], of which a channel's is the sum; added to."
            : $"dL/d({parameter.Name}), [N]; added to.")
        {
            IsSharedGradient = parameter.IsShared,
        };
    }
}
