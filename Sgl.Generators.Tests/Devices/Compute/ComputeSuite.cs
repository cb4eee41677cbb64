using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace Sgl.Tests.Devices.Compute;

/// <summary>What holds for all computing on a device beside the neurons, on any accelerator: what the processor computes.</summary>
public abstract partial class ComputeSuite : IDisposable
{
    // Kernels stay compiled from test to test.
    private static readonly ConditionalWeakTable<Accelerator, KernelLauncher> Launchers = [];

    private readonly Views _views;

    private protected ComputeSuite(Accelerator accelerator)
    {
        Launcher = LauncherOn(accelerator);
        _views = new Views(Launcher);
    }

    private protected KernelLauncher Launcher { get; }

    public void Dispose()
    {
        _views.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static KernelLauncher LauncherOn(Accelerator accelerator) =>
        Launchers.GetValue(accelerator, key => new KernelLauncher(key));

    private ArrayView<T> On<T>(params T[] values)
        where T : unmanaged => _views.Of(values);

    private ArrayView<float> Unwritten(long length) => _views.Unwritten(length);

    private T[] Read<T>(ArrayView<T> view)
        where T : unmanaged => _views.Read(view);
}
