using System.ComponentModel;

namespace Sgl;

/// <summary>
/// Spikes over time and neurons, a bit each, the lowest bit of a byte first: the row of time step t starts at byte
/// <c>t · Stride</c>. Empty data stand for "none".
/// </summary>
/// <param name="Data">The bits, row after row.</param>
/// <param name="Stride">Distance from one time step's row to the next, in bytes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BitPlane(Memory<byte> Data, int Stride)
{
    /// <summary>All rows from neuron <paramref name="offset"/> on; empty where there are no data.</summary>
    /// <param name="offset">The first neuron of a tile, a multiple of 8.</param>
    /// <exception cref="ArgumentException">The neuron's bit is not the first one of a byte.</exception>
    public Span<byte> From(int offset)
    {
        if (Data.IsEmpty) return default;
        if (offset % 8 != 0) throw new ArgumentException($"Bits of neuron {offset} do not start a byte.", nameof(offset));
        return Data.Span[(offset / 8)..];
    }
}
