using ILGPU;
using ILGPU.Runtime;
using Sgl.Tests.Harness;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Arrays in the memory of a device, exactly as long as they are.</summary>
internal sealed class Views(KernelLauncher launcher) : IDisposable
{
    private readonly DeviceMemory _memory = new(launcher.Accelerator);

    public ArrayView<T> Of<T>(T[] values)
        where T : unmanaged => _memory.Copy(values).SubView(0, values.Length);

    /// <summary>Memory that holds NaN, so that what is not written shows.</summary>
    public ArrayView<float> Unwritten(long length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return Of(values);
    }

    public T[] Read<T>(ArrayView<T> view)
        where T : unmanaged
    {
        var values = new T[view.Length];
        if (values.Length > 0) view.CopyToCPU(launcher.Stream, values);
        return values;
    }

    public void Dispose() => _memory.Dispose();
}
