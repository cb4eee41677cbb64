namespace Sgl;

/// <summary>
/// Weights in the order in which <see cref="SpikeProduct"/> reads them. Packing costs about as much as a few hundred rows
/// of a product; it holds until the weights change, and its memory is kept for the next time.
/// </summary>
public sealed class PackedWeights
{
    private Memory<float> _packed;

    /// <summary>K, the number of weight rows; 0 before the first <see cref="Pack"/>.</summary>
    public int Inputs { get; private set; }

    /// <summary>N, the number of weight columns; 0 before the first <see cref="Pack"/>.</summary>
    public int Outputs { get; private set; }

    /// <summary>Columns of a panel: few where there are few outputs.</summary>
    internal int Width { get; private set; }

    /// <summary>Copies weights, in place of those before.</summary>
    /// <param name="w">[K, N]; of a layer that keeps W as [outputs, inputs], the transpose.</param>
    /// <param name="workers">The threads to use.</param>
    /// <exception cref="ArgumentException">The matrix reaches beyond its data.</exception>
    public void Pack(Matrix w, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        w.RequireValid(nameof(w));
        (Inputs, Outputs) = (w.Rows, w.Columns);
        int width = Width = Outputs <= SpikeProduct.NarrowWidth ? SpikeProduct.NarrowWidth : SpikeKernel.Width;
        int panels = Packing.Panels(Outputs, width);
        int length = checked(panels * width * Inputs);
        if (_packed.Length < length) _packed = KernelMemory.Allocate(length);
        workers.Run(panels, (w, width, packed: _packed), static (job, panel) => Packing.PackPanel(
            job.w.Transpose(),
            panel * job.width,
            SumOrder.Upwards,
            0,
            job.w.Rows,
            job.width,
            job.packed.Span[(panel * job.width * job.w.Rows)..]));
    }

    /// <summary>One panel, <c>[K, <see cref="Width"/>]</c>, and those after it.</summary>
    internal ReadOnlySpan<float> From(int panel) => _packed.Span[(panel * Inputs * Width)..];
}
