using Sgl.Generators.Analysis;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>
/// The kernels of a model, whatever the target writes them for. Where forward saves nothing that backward needs,
/// <c>Backward</c> is two of them in a row.
/// </summary>
internal sealed class KernelSet
{
    public KernelSet(CompiledModel compiled)
    {
        Compiled = compiled;
        Forward = new ForwardKernel(compiled, new KernelNames(compiled));
        Backward = new BackwardKernel(compiled, new KernelNames(compiled));
        Recompute = compiled.Recomputes ? new RecomputeKernel(compiled, new KernelNames(compiled)) : null;
    }

    public CompiledModel Compiled { get; }

    public ForwardKernel Forward { get; }

    public BackwardKernel Backward { get; }

    /// <summary>What computes the tape again; null where forward saves it or backward needs none.</summary>
    public RecomputeKernel? Recompute { get; }

    /// <summary>Floats of scratch per neuron-step that <c>Backward</c> needs.</summary>
    public int ScratchPerStep => Recompute is null ? 0 : Compiled.Tape.Count;

    /// <summary>What forward computes per neuron and time step, tape or not.</summary>
    public int ForwardOperations => Forward.Operations;

    /// <summary>
    /// What <c>Backward</c> computes per neuron and time step: gradients and their sums over time, and what of the step it
    /// computes again.
    /// </summary>
    public int BackwardOperations =>
        Backward.Operations
        + Compiled.Backward.Results.Count(result => Backward.Sink(result).Store == RowStore.Add)
        + Operations.Of(Compiled.Restore)
        + (Recompute?.Operations ?? 0);

    /// <summary>Writes all kernels, over spans.</summary>
    /// <param name="code">Where to write.</param>
    /// <param name="write">Writes one of them in the target's manner.</param>
    public void Write(CodeWriter code, Action<TileKernel> write) =>
        Write(code, write, recompute => recompute.WriteBackward(code, Backward));

    /// <summary>Writes all kernels.</summary>
    /// <param name="code">Where to write.</param>
    /// <param name="write">Writes one of them in the target's manner.</param>
    /// <param name="writeBackward">Writes <c>Backward</c> where it is two of them in a row.</param>
    public void Write(CodeWriter code, Action<TileKernel> write, Action<RecomputeKernel> writeBackward)
    {
        write(Forward);
        code.Line();
        if (Recompute is not null)
        {
            writeBackward(Recompute);
            code.Line();
            write(Recompute);
            code.Line();
        }

        write(Backward);
    }
}
