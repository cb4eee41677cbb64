using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A device that ILGPU reaches, with its context and its compiled kernels.</summary>
internal sealed class GpuDevice : Device
{
    private readonly Context _context;
    private readonly HashSet<DeviceExecution> _networks = [];
    private bool _isDisposed;

    /// <summary>
    /// Held by the thread that launches work on the device: networks take turns, and what frees memory waits for the step.
    /// </summary>
    public Lock Gate { get; } = new();

    /// <param name="context">The context, with profiling, whose markers say what has ended; disposed with the device.</param>
    /// <param name="accelerator">An accelerator of the context; disposed with the device.</param>
    public GpuDevice(Context context, Accelerator accelerator)
    {
        (_context, Accelerator) = (context, accelerator);
        Math = new DeviceComputing(new KernelLauncher(accelerator));
        Transfers = accelerator.CreateStream();
    }

    /// <inheritdoc/>
    public override string Name => $"{Accelerator.Name} ({Accelerator.AcceleratorType}, {Accelerator.MemorySize >> 20} MiB)";

    /// <summary>The device itself.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>What computes on it.</summary>
    public DeviceComputing Math { get; }

    /// <summary>Where values are sent beside the computing.</summary>
    public AcceleratorStream Transfers { get; }

    /// <inheritdoc/>
    internal override Execution Place(LayerGraph graph, Workers workers)
    {
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var network = new DeviceExecution(this, graph, workers);
            _networks.Add(network);
            return network;
        }
    }

    /// <summary>Forgets a network that is disposed by itself.</summary>
    public void Forget(DeviceExecution network) => _networks.Remove(network);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (Gate) Free();
        }

        base.Dispose(disposing);
    }

    private void Free()
    {
        if (_isDisposed) return;
        foreach (DeviceExecution network in _networks) network.RequireNoPass();
        _isDisposed = true;
        foreach (DeviceExecution network in _networks.ToArray()) network.Dispose();
        Math.Dispose();
        Transfers.Dispose();
        Accelerator.Dispose();
        _context.Dispose();
    }
}
