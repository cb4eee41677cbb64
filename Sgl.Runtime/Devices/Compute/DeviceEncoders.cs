using ILGPU;

namespace Sgl;

/// <summary>Turns values in the memory of a device into spikes over time: the very same as on the processor.</summary>
internal sealed class DeviceEncoders(KernelLauncher launcher)
{
    /// <summary>What an encoder that is not constant makes of values.</summary>
    /// <param name="encoder">Which.</param>
    /// <param name="values">[N], each within 0 and 1: not checked.</param>
    /// <param name="spikes">[T, N]; written.</param>
    /// <exception cref="NotSupportedException">It is not one of the library's.</exception>
    public void Encode(Encoder encoder, ArrayView<float> values, ArrayView<float> spikes)
    {
        switch (encoder)
        {
            case PoissonEncoder poisson:
                Poisson(values, poisson.NextDraws(), spikes);
                break;
            case LatencyEncoder latency:
                Latency(values, latency.Threshold, spikes);
                break;
            default:
                throw new NotSupportedException(
                    $"{encoder.GetType().Name} does not run on a device; encode first and pass the signal.");
        }
    }

    /// <summary>As <see cref="PoissonEncoder"/>.</summary>
    /// <param name="values">[N], each within 0 and 1: not checked.</param>
    /// <param name="random">Of the encoder, for this call.</param>
    /// <param name="spikes">[T, N]; written.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Poisson(ArrayView<float> values, CounterRandom random, ArrayView<float> spikes)
    {
        RequireRows(values, spikes);
        var elements = Spread.Over(spikes.Length);
        launcher.Run(PoissonKernel, elements.Threads, new PoissonArguments(elements, values, random, spikes));
    }

    /// <summary>As <see cref="LatencyEncoder"/>.</summary>
    /// <param name="values">[N], each within 0 and 1: not checked.</param>
    /// <param name="threshold">Values below it never spike.</param>
    /// <param name="spikes">[T, N]; written.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Latency(ArrayView<float> values, float threshold, ArrayView<float> spikes)
    {
        RequireRows(values, spikes);
        launcher.Run(LatencyKernel, checked((int)values.Length), new LatencyArguments(values, threshold, spikes));
    }

    private static void RequireRows(ArrayView<float> values, ArrayView<float> spikes)
    {
        if (values.Length == 0 ? spikes.Length != 0 : spikes.Length % values.Length != 0)
            throw new ArgumentException($"{spikes.Length} spikes are not those of {values.Length} values.", nameof(spikes));
    }

    private static void PoissonKernel(Index1D thread, PoissonArguments arguments)
    {
        (Spread elements, ArrayView<float> values, CounterRandom random, ArrayView<float> spikes) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            float value = values[Place.Of(at, (int)values.Length).Column];
            spikes[at] = random.Uniform((ulong)at) < value ? 1f : 0f;
        }
    }

    private static void LatencyKernel(Index1D index, LatencyArguments arguments)
    {
        (ArrayView<float> values, float threshold, ArrayView<float> spikes) = arguments;
        float value = values[index];
        bool isSilent = value == 0 || value < threshold;
        long last = spikes.Length / values.Length - 1;
        StrictFloat step = isSilent ? -1f : DeviceMath.Round((1f - (StrictFloat)value) * last);
        for (long t = 0; t <= last; t++) spikes[t * values.Length + index] = step == t ? 1f : 0f;
    }

    internal readonly record struct PoissonArguments(
        Spread Elements, ArrayView<float> Values, CounterRandom Random, ArrayView<float> Spikes);

    internal readonly record struct LatencyArguments(
        ArrayView<float> Values, float Threshold, ArrayView<float> Spikes);
}
