namespace Sgl;

/// <summary>
/// Which values of a sample belong to which channel: the only place that knows how channels lie in a row of F values. A row
/// of [C, L] or [C, H, W] has one channel after the other.
/// </summary>
/// <param name="Channels">C.</param>
/// <param name="Positions">Values of a channel, F/C.</param>
internal readonly record struct ChannelMap(int Channels, int Positions)
{
    /// <summary>The channels of a shape; each value is one where it has none.</summary>
    public static ChannelMap Of(Shape shape) => new(shape.Channels, shape.Positions);

    /// <summary>F.</summary>
    public int Features => Channels * Positions;

    /// <summary>The channel of a value.</summary>
    /// <param name="feature">0 to F − 1.</param>
    public int ChannelOf(int feature) => feature / Positions;

    /// <summary>A value of a channel.</summary>
    /// <param name="channel">0 to C − 1.</param>
    /// <param name="position">0 to <see cref="Positions"/> − 1, row-major.</param>
    public int FeatureOf(int channel, int position) => channel * Positions + position;

    /// <summary>Gives each value that of its channel.</summary>
    /// <param name="channels">[C].</param>
    /// <param name="features">[F]; written.</param>
    public void Spread(ReadOnlySpan<float> channels, Span<float> features)
    {
        for (int c = 0; c < Channels; c++) features.Slice(FeatureOf(c, 0), Positions).Fill(channels[c]);
    }

    /// <summary>Sums the values of each channel, from the first position to the last, in double precision.</summary>
    /// <param name="features">[F].</param>
    /// <param name="channels">[C]; written.</param>
    public void Sum(ReadOnlySpan<float> features, Span<float> channels)
    {
        for (int c = 0; c < Channels; c++) channels[c] = (float)Lanes.Sum(features.Slice(FeatureOf(c, 0), Positions));
    }
}
