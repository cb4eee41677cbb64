using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>The forward kernel once more, for the tape only: backward calls it where forward saved nothing.</summary>
internal sealed class RecomputeKernel : TileKernel
{
    public RecomputeKernel(CompiledModel compiled, KernelNames names)
        : base(compiled, names, "Recompute", "forward once more", compiled.Recompute)
    {
        Parameters =
        [
            .. Inputs(compiled.Recompute),
            .. ModelParameters(compiled.Recompute),
            .. States.Select(slot => new KernelParameter(
                names.States[slot],
                ParameterShape.Row,
                IsWritten: true,
                $"tile.States[{slot}]",
                $"The state {compiled.Model.States[slot]}, [N].")),
            .. compiled.Scratch.Select((saved, k) => new KernelParameter(
                names.Tape[k], ParameterShape.Plane, IsWritten: true, "tile.Scratch", $"Receives {saved}, [T, N].")),
        ];
    }

    public override IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>The states that the tape depends on.</summary>
    public IEnumerable<int> States =>
        Compiled.Recompute.ResultsOf(ResultKind.NextState).Select(next => next.Slot);

    protected override void WriteTimeLoop(CodeWriter code)
    {
        using (code.Braces("for (int t = 0; t < steps; t++)")) WriteStep(code);
    }

    protected override RowSink Sink(Result result) => result.Kind switch
    {
        ResultKind.NextState => new RowSink(Names.States[result.Slot], RowStore.Assign),
        ResultKind.Tape => new RowSink(Names.Tape[result.Slot], RowStore.Assign),
        _ => throw new InvalidOperationException($"Recomputing has no {result.Kind}."),
    };
}
