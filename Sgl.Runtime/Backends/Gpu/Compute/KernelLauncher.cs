using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>
/// Runs kernels on one accelerator, one after the other in its default stream. A kernel is compiled when it first runs,
/// and its launcher kept: ILGPU makes a new one whenever it is asked, and holds what it compiled only as long as others do.
/// </summary>
/// <remarks>A kernel takes one struct, of views and numbers. It serves one caller at a time.</remarks>
internal sealed class KernelLauncher(Accelerator accelerator)
{
    private readonly Dictionary<MethodInfo, Delegate> _launchers = [];

    public Accelerator Accelerator => accelerator;

    /// <summary>Where everything runs in order, copies too.</summary>
    public AcceleratorStream Stream => accelerator.DefaultStream;

    /// <summary>Runs a kernel on threads 0 to <paramref name="threads"/> − 1, grouped as ILGPU likes.</summary>
    public void Run<TArguments>(Action<Index1D, TArguments> kernel, int threads, TArguments arguments)
        where TArguments : struct
    {
        if (threads == 0) return;
        Find(kernel, accelerator.LoadAutoGroupedKernel)(Stream, threads, arguments);
    }

    /// <summary>Runs a kernel on groups of threads that share memory and wait for each other.</summary>
    public void RunGroups<TArguments>(Action<TArguments> kernel, int groups, int threadsPerGroup, TArguments arguments)
        where TArguments : struct
    {
        if (groups == 0) return;
        Find(kernel, accelerator.LoadKernel)(Stream, new KernelConfig(groups, threadsPerGroup), arguments);
    }

    private TLauncher Find<TKernel, TLauncher>(TKernel kernel, Func<TKernel, TLauncher> load)
        where TKernel : Delegate
        where TLauncher : Delegate
    {
        if (_launchers.TryGetValue(kernel.Method, out Delegate? known)) return (TLauncher)known;
        TLauncher launcher = Load(kernel, load);
        _launchers.Add(kernel.Method, launcher);
        return launcher;
    }

    private TLauncher Load<TKernel, TLauncher>(TKernel kernel, Func<TKernel, TLauncher> load)
        where TKernel : Delegate
    {
        try
        {
            return load(kernel);
        }
        catch (Exception cause)
        {
            // What is left of a kernel that failed makes every later one fail, too.
            accelerator.ClearCache(ClearCacheMode.Everything);
            accelerator.Context.ClearCache(ClearCacheMode.Everything);
            throw new InvalidOperationException(
                $"The kernel {kernel.Method.DeclaringType?.Name}.{kernel.Method.Name} does not compile for "
                + $"{accelerator.Name}: {cause.Message}", cause);
        }
    }
}
