namespace Sgl;

/// <summary>Spikes in the memory of the processor.</summary>
internal sealed class CpuSpikes : KeptSpikes
{
    private readonly GrowingBits _bits = new();

    public override Signal Put(Signal part, int step, int steps)
    {
        int stride = Signal.SpikeStride(part.Batch, part.Features);
        Memory<byte> bits = _bits.Take(Sizes.Product("The network", "the spikes of a cycle", steps, stride));
        part.Bits[..stride].CopyTo(bits[(step * stride)..]);
        return new Signal(bits, steps, part.Batch, part.Features);
    }
}
