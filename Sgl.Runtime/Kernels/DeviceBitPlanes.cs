using System.ComponentModel;
using ILGPU;

namespace Sgl;

/// <summary>
/// Spikes as bits in the memory of a device, packed along time: the spike of time step t is bit t mod 32 of word
/// ⌊t/32⌋, [⌈T/32⌉, N] words for each plane. A thread writes its neuron's words alone, side by side with its neighbours'.
/// </summary>
/// <param name="Words">The words, row after row, plane after plane.</param>
/// <param name="Stride">Distance from one row of words to the next: N.</param>
/// <param name="Distance">Distance from one plane to the next.</param>
/// <param name="Present">Which outputs have a plane, as in <see cref="DevicePlanes"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DeviceBitPlanes(ArrayView<uint> Words, int Stride, long Distance, uint Present)
{
    /// <summary>Takes the spike of one time step, and writes the word when it is full or time ends, if the plane is there.</summary>
    /// <param name="plane">Which of all outputs.</param>
    /// <param name="t">The time step: each one, from 0 on.</param>
    /// <param name="neuron">The neuron.</param>
    /// <param name="isSpike">Whether it spiked.</param>
    /// <param name="isLast">Whether no time step follows.</param>
    /// <param name="word">What the word holds so far; 0 before the first time step.</param>
    public void Store(int plane, int t, int neuron, bool isSpike, bool isLast, ref uint word)
    {
        if (!DevicePlanes.Has(Present, plane)) return;
        if (isSpike) word |= 1u << (t & 31);
        if ((t & 31) != 31 && !isLast) return;
        Words[DevicePlanes.IndexOf(Present, plane) * Distance + (long)(t >> 5) * Stride + neuron] = word;
        word = 0;
    }
}
