namespace Sgl;

/// <summary>
/// Where a <see cref="Network"/> computes. A device holds its context and its compiled kernels, and the memory of the
/// networks that are on it, until it is disposed; one serves any number of networks, of one thread at a time.
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

    /// <summary>
    /// Frees the memory of one network, which cannot run any more; the device's other networks can. On the processor
    /// there is nothing to free.
    /// </summary>
    /// <param name="network">A network on this device.</param>
    /// <exception cref="ArgumentException">The network is on another device.</exception>
    public void Release(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Device != this) throw new ArgumentException($"The network is on {network.Device}, not on {this}.");
        network.Release();
    }

    /// <summary>Prepares layers to run here.</summary>
    /// <param name="layers">From input to output.</param>
    /// <param name="workers">The threads to use, where threads compute.</param>
    internal abstract Execution Place(Layer[] layers, Workers workers);

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;

    /// <summary>Frees the device, its kernels, and the memory of all networks on it.</summary>
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
