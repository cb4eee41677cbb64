using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>Spikes in the memory of a device.</summary>
internal sealed class GpuSpikes(GrowingDeviceBuffer<uint> buffer, AcceleratorStream stream) : KeptSpikes
{
    public override Signal Put(Signal part, int step, int steps)
    {
        DeviceSpikes spikes = part.AsSpikes();
        ArrayView<uint> words = buffer.Take(steps * spikes.Words.Length);
        spikes.Words.CopyTo(stream, words.SubView(step * spikes.Words.Length, spikes.Words.Length));
        return new DeviceSpikes(words, steps * part.Batch, part.Features).AsSignal(steps, part.Batch);
    }
}
