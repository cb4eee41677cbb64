using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>Losses in the memory of a device.</summary>
internal sealed class GpuLosses(GrowingDeviceBuffer<float> buffer, KernelLauncher launcher) : KeptLosses
{
    public override SampleLosses Take(int batch)
    {
        ArrayView<float> losses = buffer.Take(batch);
        losses.MemSetToZero(launcher.Stream);
        return new SampleLosses(losses.AsView());
    }
}
