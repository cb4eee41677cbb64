using ILGPU;
using ILGPU.Runtime;

namespace Sgl.Tests.Harness;

/// <summary>The arrays of one run in a device's memory. Planes and rows have something before and between them.</summary>
internal sealed class DeviceMemory(Accelerator accelerator) : IDisposable
{
    private const int Gap = 3;

    private readonly List<MemoryBuffer> _buffers = [];

    public DeviceRows Rows(float[][] rows, int length) =>
        new(Copy([.. rows.SelectMany(row => row)]), length);

    /// <summary>Planes of which those that are empty are left out.</summary>
    public DevicePlanes Planes(float[][] planes, int stride)
    {
        uint present = 0;
        for (int k = 0; k < planes.Length; k++)
            if (planes[k].Length > 0) present |= DevicePlanes.Only(k);
        if (present == 0) return default;
        IEnumerable<float> gap = Enumerable.Repeat(float.NaN, Gap);
        float[][] there = [.. planes.Where(plane => plane.Length > 0)];
        float[] all = [.. gap, .. there.SelectMany(plane => plane.Concat(gap))];
        return new DevicePlanes(
            Copy(all).SubView(Gap), stride, there[0].Length + Gap, present);
    }

    public ArrayView<T> Copy<T>(T[] values)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = accelerator.Allocate1D<T>(Math.Max(values.Length, 1));
        _buffers.Add(buffer);
        if (values.Length > 0) buffer.View.SubView(0, values.Length).CopyFromCPU(values);
        return buffer.View;
    }

    public static void Read(DeviceRows rows, float[][] into)
    {
        for (int k = 0; k < into.Length; k++)
            if (into[k].Length > 0) rows.Data.SubView((long)k * rows.Length, into[k].Length).AsDense().CopyToCPU(into[k]);
    }

    public static void Read(DevicePlanes planes, float[][] into)
    {
        long at = 0;
        foreach (float[] plane in into.Where(plane => plane.Length > 0))
        {
            planes.Data.SubView(at, plane.Length).AsDense().CopyToCPU(plane);
            at += planes.Distance;
        }
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in _buffers) buffer.Dispose();
    }
}
