using System.Diagnostics.CodeAnalysis;

namespace Sgl;

/// <summary>
/// Where a <see cref="Network"/> computes. A device holds its context and its compiled kernels, and the memory of the
/// networks that are on it, until it is disposed; one serves any number of networks, which take turns, also those of several
/// threads.
/// </summary>
public abstract class Device : IDisposable
{
    private protected Device()
    {
    }

    /// <summary>The processor, with the SIMD kernels. Disposing it does nothing.</summary>
    public static Device Cpu { get; } = new CpuDevice();

    /// <summary>What it is, for people.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a GPU.</summary>
    /// <param name="api">How to reach it.</param>
    /// <param name="index">Which of the devices found that way, from 0.</param>
    /// <exception cref="DeviceNotFoundException">There is none; the message lists what was found.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative, or the interface is none.</exception>
    [RequiresUnreferencedCode("ILGPU compiles kernels from the IL of their methods, which trimming removes.")]
    [RequiresDynamicCode("ILGPU generates launchers at run time.")]
    public static Device Gpu(GpuApi api = GpuApi.Any, int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (!Enum.IsDefined(api)) throw new ArgumentOutOfRangeException(nameof(api), api, "There is no such interface.");
        return DeviceSearch.Open(api, index);
    }

    /// <summary>Prepares layers to run here.</summary>
    /// <param name="graph">The layers and how they are joined.</param>
    /// <param name="workers">The threads to use, where threads compute.</param>
    internal abstract Execution Place(LayerGraph graph, Workers workers);

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;

    /// <summary>
    /// Frees the device, its kernels, and the memory of all networks on it, which cannot run any more. A step that one of them
    /// is in on another thread is waited for.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was called from within a pass of a network, by an observer, say.</exception>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the device holds.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
