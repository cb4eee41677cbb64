namespace Sgl.Tests.Backends;

/// <summary>Numbers that a test sends to a backend and reads from it.</summary>
internal static class BackendNumbers
{
    /// <summary>Operations on a device, with memory of their own.</summary>
    public static GpuBackend On(Device device)
    {
        var gpu = (GpuDevice)device;
        return new GpuBackend(gpu.Math, new DeviceArena(gpu.Accelerator));
    }

    /// <summary>A copy of numbers in the memory of a backend.</summary>
    public static View<T> Of<T>(this Backend ops, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        View<T> view = ops.Keep<T>().Take(values.Length);
        ops.Write(values, view);
        return view;
    }

    /// <summary>A copy of numbers of a backend.</summary>
    public static T[] Read<T>(this Backend ops, View<T> view)
        where T : unmanaged
    {
        var values = new T[view.Length];
        ops.Read(view, values);
        return values;
    }
}
