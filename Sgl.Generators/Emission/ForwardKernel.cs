using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>The forward kernel: time runs up, states stay in place.</summary>
internal sealed class ForwardKernel : TileKernel
{
    public ForwardKernel(CompiledModel compiled, KernelNames names)
        : base(compiled, names, "Forward", "forward", compiled.Forward)
    {
        NeuronModel model = compiled.Model;
        Parameters =
        [
            .. model.Inputs.Select((_, k) => Input(k)),
            .. ModelParameters(compiled.Forward),
            .. model.States.Select((state, k) => new KernelParameter(
                names.States[k],
                ParameterShape.Row,
                IsWritten: true,
                $"tile.States[{k}]",
                $"The state <c>{state}</c>, [N]: on entry before the first step, on return after the last.")),
            .. model.Outputs.Select((output, k) => new KernelParameter(
                names.Outputs[k],
                ParameterShape.Plane,
                IsWritten: true,
                $"tile.Outputs[{k}]",
                $"Receives the output <c>{output}</c>, [T, N].")),
            .. compiled.Saved.Select((saved, k) => new KernelParameter(
                names.Tape[k],
                ParameterShape.Plane,
                IsWritten: true,
                $"tile.TapeOrNone({k})",
                $"Receives <c>{saved}</c> for <c>Backward</c>, [T, N]; left out, no tape is kept.")
            {
                IsOptional = true,
                RowFunction = "RowOrNone",
            }),
        ];
    }

    public override IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>Spikes may be wanted as bits instead of floats.</summary>
    public override IReadOnlyList<KernelParameter> SimdParameters =>
    [
        .. Parameters.SelectMany(p => Array.IndexOf(Names.Outputs, p.Name) is var k && k >= 0 && Model.IsSpike(k)
            ? [p with { RowFunction = "RowOrNone" }, Bits(k)]
            : (KernelParameter[])[p]),
    ];

    /// <summary>Bytes moved per neuron-step.</summary>
    public int Bytes => 4 * (Model.Inputs.Count + Model.Outputs.Count + Compiled.Saved.Count);

    private KernelParameter Bits(int output) => new(
        Names.Outputs[output] + "Bits",
        ParameterShape.BitPlane,
        IsWritten: true,
        $"tile.BitsOrNone({output})",
        $"Receives the output <c>{Model.Outputs[output]}</c>, a bit each, [T, N].");

    protected override void WriteTimeLoop(CodeWriter code)
    {
        code.Paragraph();
        using (code.Braces(TimeLoop)) WriteStep(code);
    }

    public override RowSink Sink(Result result) => result.Kind switch
    {
        ResultKind.Output => new RowSink(Names.Outputs[result.Slot], RowStore.Assign)
        {
            Bits = Model.IsSpike(result.Slot) ? Bits(result.Slot).Name : null,
        },
        ResultKind.NextState => new RowSink(Names.States[result.Slot], RowStore.Assign),
        ResultKind.Tape => new RowSink(Names.Tape[result.Slot], RowStore.AssignIfAny),
        _ => throw new InvalidOperationException($"Forward has no {result.Kind}."),
    };
}
