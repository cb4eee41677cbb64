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
    /// <exception cref="ArgumentException">The matrix reaches beyond its data, or is too large for one array.</exception>
    public void Pack(Matrix w, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        w.RequireValid(nameof(w));
        int length = LengthFor(w.Rows, w.Columns);
        PackTo(_packed.Length < length ? KernelMemory.Allocate(length) : _packed, w, workers);
    }

    /// <summary>Copies weights to a place of the caller's, where they are read until the next ones are packed.</summary>
    /// <param name="place">At least <see cref="LengthFor"/> floats.</param>
    /// <param name="w">As above.</param>
    /// <param name="workers">The threads to use.</param>
    internal void PackTo(Memory<float> place, Matrix w, Workers workers)
    {
        (Inputs, Outputs, Width, _packed) = (w.Rows, w.Columns, WidthFor(w.Columns), place);
        workers.Run(Packing.Panels(Outputs, Width), (w, width: Width, packed: place), static (job, panel) => Packing.PackPanel(
            job.w.Transpose(),
            panel * job.width,
            SumOrder.Upwards,
            0,
            job.w.Rows,
            job.width,
            job.packed.Span[(panel * job.width * job.w.Rows)..]));
    }

    /// <summary>Floats that packed weights take.</summary>
    /// <param name="inputs">K.</param>
    /// <param name="outputs">N.</param>
    internal static int LengthFor(int inputs, int outputs)
    {
        int width = WidthFor(outputs);
        return Sizes.Product(nameof(PackedWeights), "the weights", Packing.Panels(outputs, width), width, inputs);
    }

    private static int WidthFor(int outputs) =>
        outputs <= SpikeProduct.NarrowWidth ? SpikeProduct.NarrowWidth : SpikeKernel.Width;

    /// <summary>One panel, <c>[K, <see cref="Width"/>]</c>, and those after it.</summary>
    internal ReadOnlySpan<float> From(int panel) => _packed.Span[(panel * Inputs * Width)..];
}
