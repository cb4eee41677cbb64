namespace Sgl.Bench;

/// <summary>What the networks that are measured have in common.</summary>
internal static class Networks
{
    /// <summary>
    /// Rounds all parameters to multiples of 1/1024. Then sums of spikes times weights, and of pixels that are
    /// multiples of 1/256 times weights, are exact in float32 in whichever order they are summed, so that both sides
    /// of a ratio see the same currents and must give the same spikes, bit for bit.
    /// </summary>
    public static Network WithExactSums(this Network network)
    {
        foreach (Parameter parameter in network.Parameters)
            foreach (ref float value in parameter.Value.Span) value = MathF.Round(value * 1024f) / 1024f;
        return network;
    }

    /// <summary>Spikes [T, B, F], each there with the same probability.</summary>
    public static Signal Spikes(double density, int steps, int batch, int features)
    {
        var random = new CounterRandom(2);
        var spikes = new float[steps * batch * features];
        for (int i = 0; i < spikes.Length; i++) spikes[i] = random.Uniform((ulong)i) < density ? 1f : 0f;
        return new Signal(spikes, steps, batch, features);
    }

    /// <summary>The same spikes, a bit each.</summary>
    public static Signal Packed(Signal spikes) => new SpikePacker().TryPack(spikes, new Workers(threads: 1), out Signal packed)
        ? packed
        : throw new ArgumentException("Some values are neither 0 nor 1.", nameof(spikes));
}
