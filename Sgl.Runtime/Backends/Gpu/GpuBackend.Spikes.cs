namespace Sgl;

/// <content>Random numbers and spikes.</content>
internal sealed partial class GpuBackend
{
    internal override void UniformCore(CounterRandom random, View<float> into) => math.Spikes.Uniform(random, into.AsArray());

    internal override void BernoulliCore(View<float> probabilities, CounterRandom random, View<float> into) =>
        math.Spikes.Bernoulli(probabilities.AsArray(), random, into.AsArray());

    internal override void SpikeByLatencyCore(View<float> values, float threshold, View<float> into) =>
        math.Spikes.Latency(values.AsArray(), threshold, into.AsArray());
}
