namespace Sgl;

/// <content>Random numbers and spikes.</content>
public abstract partial class Backend
{
    /// <summary>Random numbers uniform in [0, 1): number i is drawn with counter i.</summary>
    /// <param name="random">Which numbers.</param>
    /// <param name="into">Written.</param>
    public void Uniform(CounterRandom random, View<float> into)
    {
        if (into.Length > 0) UniformCore(random, into);
    }

    /// <summary>1 with a probability for each number, else 0: where number i of the random numbers is below the probability.</summary>
    /// <param name="probabilities">As long as the result, or a whole part of it, which is repeated: [B·F] for each time step.</param>
    /// <param name="random">Which random numbers.</param>
    /// <param name="into">Written. Not the memory of the probabilities.</param>
    /// <exception cref="ArgumentException">The length of the probabilities is no whole part of that of the result.</exception>
    public void Bernoulli(View<float> probabilities, CounterRandom random, View<float> into)
    {
        ((Term)probabilities).RequireFor(into.Length, nameof(probabilities));
        if (into.Length > 0) BernoulliCore(probabilities, random, into);
    }

    /// <summary>
    /// One spike for each value x, at time step (1 − x)·(T − 1) rounded to the nearest integer, of two the even one: 1 there, and 0
    /// at all others. A value of 0 has none.
    /// </summary>
    /// <param name="values">[N], each within 0 and 1.</param>
    /// <param name="threshold">Values below it have no spike.</param>
    /// <param name="into">[T, N]; written. Not the memory of the values.</param>
    /// <exception cref="ArgumentException">The result is not whole rows.</exception>
    public void SpikeByLatency(View<float> values, float threshold, View<float> into)
    {
        RequireRows(into, values.Length, nameof(into));
        if (into.Length > 0) SpikeByLatencyCore(values, threshold, into);
    }

    internal abstract void UniformCore(CounterRandom random, View<float> into);

    internal virtual void BernoulliCore(View<float> probabilities, CounterRandom random, View<float> into)
    {
        Uniform(random, into);
        Greater(probabilities, into, into);
    }

    internal abstract void SpikeByLatencyCore(View<float> values, float threshold, View<float> into);
}
