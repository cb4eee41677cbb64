using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>
/// The forward kernel once more, for the tape only: <c>Backward</c> calls it where forward saved nothing, then goes back
/// as it would from a tape.
/// </summary>
internal sealed class RecomputeKernel : TileKernel
{
    public RecomputeKernel(CompiledModel compiled, KernelNames names)
        : base(compiled, names, "Recompute", "forward once more", compiled.Recompute)
    {
        OwnStates = [.. compiled.RepeatedStates];
        Parameters =
        [
            .. Inputs(compiled.Recompute),
            .. InitialStates(OwnStates),
            .. ModelParameters(compiled.Recompute),
            .. compiled.Tape.Select((name, k) => new KernelParameter(
                names.Tape[k], ParameterShape.Plane, IsWritten: true, "tile.Scratch", $"Receives <c>{name}</c>, [T, N].")),
        ];
    }

    public override IReadOnlyList<KernelParameter> Parameters { get; }

    public override IReadOnlyList<int> OwnStates { get; }

    public override RowSink Sink(Result result) => result.Kind switch
    {
        ResultKind.NextState => new RowSink(Names.States[result.Slot], RowStore.Assign),
        ResultKind.Tape => new RowSink(Names.Tape[result.Slot], RowStore.Assign),
        _ => throw new InvalidOperationException($"Recomputing has no {result.Kind}."),
    };

    /// <summary>Writes <c>Backward</c> of the same signature for every target: this kernel, then the one that goes back.</summary>
    public void WriteBackward(CodeWriter code, BackwardKernel backward)
    {
        code.Line("/// <summary>A tile backward through time, after what forward did not save.</summary>");
        code.Arguments(
            "internal static void Backward",
            ["int steps", "int width", .. KernelMethods.Signature(backward.GivenParameters)],
            "");
        using (code.Braces())
        {
            for (int k = 0; k < Names.Tape.Length; k++)
            {
                string start = k switch { 0 => "0", 1 => "steps * width", _ => $"{Literals.Int(k)} * steps * width" };
                code.Line($"Span<float> {Names.Tape[k]} = scratch.Slice({start}, steps * width);");
            }

            code.Paragraph();
            foreach (TileKernel kernel in new TileKernel[] { this, backward })
                code.Arguments(kernel.Name, ["steps", "width", .. kernel.Parameters.Select(Argument)], ";");
        }
    }

    protected override void WriteTimeLoop(CodeWriter code)
    {
        foreach (int slot in OwnStates)
        {
            code.Line($"Span<float> {Names.States[slot]} = stackalloc float[width];");
            code.Line($"{Names.InitialStates[slot]}[..width].CopyTo({Names.States[slot]});");
        }

        code.Paragraph();
        using (code.Braces(TimeLoop)) WriteStep(code);
    }

    private string Argument(KernelParameter p) =>
        p.Shape != ParameterShape.Plane ? p.Name
        : Names.Tape.Contains(p.Name) ? $"{p.Name}, width"
        : $"{p.Name}, {p.Name}Stride";
}
