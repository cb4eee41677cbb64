using Xunit;

namespace Sgl.Tests.Backends;

public abstract partial class BackendSuite
{
    [Fact]
    public void Random_numbers_are_those_of_the_counter()
    {
        const int Many = 20_011;
        var random = new CounterRandom(7);
        View<float> into = On.Of<float>(new float[Many]), composed = On.Of<float>(new float[Many]);
        On.Uniform(random, into);
        Same([.. Enumerable.Range(0, Many).Select(i => random.Uniform((ulong)i))], On.Read(into));

        float[] probabilities = Bits.Random(Many / 11, 3, 0, 1);
        View<float> some = On.Of<float>(probabilities);
        On.Bernoulli(some, random, into.Slice(0, 11 * some.Length));
        Same(
            [.. Enumerable.Range(0, 11 * probabilities.Length).Select(i => random.Uniform((ulong)i) < probabilities[i % probabilities.Length] ? 1f : 0f)],
            On.Read(into.Slice(0, 11 * some.Length)));
        new PlainBackend(On).Bernoulli(some, random, composed.Slice(0, 11 * some.Length));
        Same(On.Read(into.Slice(0, 11 * some.Length)), On.Read(composed.Slice(0, 11 * some.Length)));
        Assert.Throws<ArgumentException>(() => On.Bernoulli(some, random, into));
    }

    [Fact]
    public void One_spike_of_each_value()
    {
        View<float> into = On.Of<float>(new float[15]);
        On.SpikeByLatency(On.Of(0f, 1f, 0.5f, 0.3f, 0.1f), 0.2f, into);
        Same([0, 1, 0, 0, 0, /**/ 0, 0, 1, 1, 0, /**/ 0, 0, 0, 0, 0], On.Read(into));
        Assert.Throws<ArgumentException>(() => On.SpikeByLatency(On.Of(0f, 1f), 0f, into));
    }

    [Fact]
    public void Encoders_give_the_spikes_of_one_thread_of_the_processor()
    {
        const int Batch = 3, Features = 11, Steps = 40;
        float[] values = Bits.Random(Batch * Features, 1, 0, 1);
        (values[0], values[1], values[2]) = (0f, 1f, 0.5f);
        View<float> spikes = On.Of<float>(new float[Steps * values.Length]), given = On.Of<float>(values);
        foreach ((BackendEncoder here, BackendEncoder there) in new (BackendEncoder, BackendEncoder)[]
        {
            (new PoissonEncoder(5), new PoissonEncoder(5)), (new LatencyEncoder(), new LatencyEncoder()),
            (new LatencyEncoder(0.2f), new LatencyEncoder(0.2f)), (new Noise(), new Noise()),
        })
        {
            for (int call = 0; call < 2; call++)
            {
                there.Encode(On, given, spikes);
                Same(here.Encode(values, Batch, Features, Steps).Data.Span, On.Read(spikes));
            }
        }
    }
}
