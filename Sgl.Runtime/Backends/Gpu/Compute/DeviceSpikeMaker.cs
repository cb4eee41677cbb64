using ILGPU;

namespace Sgl;

/// <summary>Random numbers and spikes over time, the very same as on the processor.</summary>
internal sealed class DeviceSpikeMaker(KernelLauncher launcher)
{
    /// <summary>Draws numbers from 0 to 1 by their index, <see cref="Backend.Uniform"/>.</summary>
    public void Uniform(CounterRandom random, ArrayView<float> into)
    {
        var elements = Spread.Over(into.Length);
        launcher.Run(UniformKernel, elements.Threads, new UniformArguments(elements, random, into));
    }

    /// <summary>Draws spikes with the probability that a value is, <see cref="Backend.Bernoulli"/>.</summary>
    public void Bernoulli(ArrayView<float> probabilities, CounterRandom random, ArrayView<float> into)
    {
        var elements = Spread.Over(into.Length);
        launcher.Run(BernoulliKernel, elements.Threads, new BernoulliArguments(elements, probabilities, random, into));
    }

    /// <summary>Gives each value one spike, the sooner the larger it is, <see cref="Backend.SpikeByLatency"/>.</summary>
    public void Latency(ArrayView<float> values, float threshold, ArrayView<float> into)
    {
        var elements = Spread.Over(values.Length);
        launcher.Run(LatencyKernel, elements.Threads, new LatencyArguments(elements, values, threshold, into));
    }

    private static void UniformKernel(Index1D thread, UniformArguments arguments)
    {
        (Spread elements, CounterRandom random, ArrayView<float> into) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads) into[at] = random.Uniform((ulong)at);
    }

    private static void BernoulliKernel(Index1D thread, BernoulliArguments arguments)
    {
        (Spread elements, ArrayView<float> probabilities, CounterRandom random, ArrayView<float> into) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            float probability = probabilities[Place.Of(at, (int)probabilities.Length).Column];
            into[at] = random.Uniform((ulong)at) < probability ? 1f : 0f;
        }
    }

    private static void LatencyKernel(Index1D thread, LatencyArguments arguments)
    {
        (Spread elements, ArrayView<float> values, float threshold, ArrayView<float> into) = arguments;
        long last = into.Length / values.Length - 1;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            float value = values[at];
            bool isSilent = value == 0 || value < threshold;
            StrictFloat step = isSilent ? -1f : DeviceMath.Round((1f - (StrictFloat)value) * last);
            for (long t = 0; t <= last; t++) into[t * values.Length + at] = step == t ? 1f : 0f;
        }
    }

    internal readonly record struct UniformArguments(Spread Elements, CounterRandom Random, ArrayView<float> Into);

    internal readonly record struct BernoulliArguments(
        Spread Elements, ArrayView<float> Probabilities, CounterRandom Random, ArrayView<float> Into);

    internal readonly record struct LatencyArguments(
        Spread Elements, ArrayView<float> Values, float Threshold, ArrayView<float> Into);
}
