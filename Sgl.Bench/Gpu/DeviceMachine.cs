using ILGPU;
using ILGPU.Runtime;

namespace Sgl.Bench;

/// <summary>What a device can do at best, measured in the same run as what is held against it.</summary>
internal static class DeviceMachine
{
    private const int Chains = 8; // so many threads are there beside each other that few independent ones are enough

    /// <summary>Measures it.</summary>
    public static Machine Measure(GpuDevice device, GpuSizes sizes)
    {
        (Accelerator accelerator, KernelLauncher launcher) = (device.Accelerator, device.Math.Launcher);
        int threads = accelerator.NumMultiprocessors * accelerator.MaxNumThreadsPerMultiprocessor;
        long length = Math.Min(sizes.CopyLength, accelerator.MemorySize / (8 * sizeof(float))); // half the memory at most
        using MemoryBuffer1D<float, Stride1D.Dense> from = accelerator.Allocate1D<float>(length);
        using MemoryBuffer1D<float, Stride1D.Dense> to = accelerator.Allocate1D<float>(length);
        using MemoryBuffer1D<float, Stride1D.Dense> results = accelerator.Allocate1D<float>(threads);
        ArrayView<float> source = from.View, target = to.View;
        var chains = new Arguments(results.View, sizes.Repetitions, 0.5f, 1f);
        double[] times = PairedTiming.Shortest(
            [
                () =>
                {
                    source.CopyTo(launcher.Stream, target);
                    launcher.Stream.Synchronize();
                },
                () =>
                {
                    launcher.Run(MultiplyAdds, threads, chains);
                    launcher.Stream.Synchronize();
                },
            ],
            sizes.Pace);
        double flops = 2.0 * Chains * sizes.Repetitions * threads;
        return new Machine(1000 * 2.0 * sizeof(float) * length / times[0], 1000 * flops / times[1]);
    }

    // Multiply-adds where the device's assembler contracts, as CUDA's does. The results are there so that nothing is left out.
    private static void MultiplyAdds(Index1D thread, Arguments arguments)
    {
        (ArrayView<float> results, int repetitions, float a, float b) = arguments;
        float x0 = thread, x1 = x0 + 1f, x2 = x0 + 2f, x3 = x0 + 3f, x4 = x0 + 4f, x5 = x0 + 5f, x6 = x0 + 6f, x7 = x0 + 7f;
        for (int i = 0; i < repetitions; i++)
        {
            x0 = x0 * a + b;
            x1 = x1 * a + b;
            x2 = x2 * a + b;
            x3 = x3 * a + b;
            x4 = x4 * a + b;
            x5 = x5 * a + b;
            x6 = x6 * a + b;
            x7 = x7 * a + b;
        }

        results[thread] = x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7;
    }

    internal readonly record struct Arguments(ArrayView<float> Results, int Repetitions, float Factor, float Addend);
}
