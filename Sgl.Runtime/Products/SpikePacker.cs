using System.Numerics;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>Finds out whether floats are spikes, and packs them if they are.</summary>
internal sealed class SpikePacker
{
    // 1 KiB ahead of where it reads, which is as far as a processor looks by itself within a page.
    private const int Ahead = 256;

    private readonly GrowingBits _bits = new();
    private volatile bool _failed;

    /// <summary>Packs a signal of which every value is 0 or 1; false for any other, as soon as one value shows it.</summary>
    /// <param name="input">A signal of floats that changes over time.</param>
    /// <param name="workers">The threads to use.</param>
    /// <param name="spikes">The same as bits, valid until the next call.</param>
    public bool TryPack(Signal input, Workers workers, out Signal spikes)
    {
        int stride = Signal.SpikeStride(input.Batch, input.Features);
        Memory<byte> bits = _bits.Take(input.Steps * stride);
        _failed = false;
        workers.Run(input.Steps, (packer: this, input, bits, stride), static (job, t) =>
        {
            if (!job.packer._failed && !TryPack(job.input.At(t), job.bits.Span.Slice(t * job.stride, job.stride)))
                job.packer._failed = true;
        });
        spikes = _failed ? default : new Signal(bits, input.Steps, input.Batch, input.Features);
        return !_failed;
    }

    /// <summary>Packs values of which each is 0 or 1; false, and bits that are void, where one is not.</summary>
    /// <param name="values">The values.</param>
    /// <param name="bits">A bit for each, the lowest one of a byte first.</param>
    public static bool TryPack(ReadOnlySpan<float> values, Span<byte> bits)
    {
        ref float row = ref MemoryMarshal.GetReference(values);
        ref byte target = ref MemoryMarshal.GetReference(bits);
        int at = 0;
        for (; at <= values.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> lanes = Lanes.Load(ref row, at, Ahead);
            if (!AreSpikes(lanes)) return false;
            Lanes.StoreBits(lanes, ref target, at);
        }

        if (at == values.Length) return true;
        Vector<float> rest = Lanes.LoadTail(in values[at], values.Length - at);
        if (!AreSpikes(rest)) return false;
        Lanes.StoreBitsTail(rest, ref target, at, values.Length - at);
        return true;
    }

    private static bool AreSpikes(Vector<float> lanes) => Vector.EqualsAll(
        Vector.Equals(lanes, Vector<float>.Zero) | Vector.Equals(lanes, Vector<float>.One), Vector<int>.AllBitsSet);
}
