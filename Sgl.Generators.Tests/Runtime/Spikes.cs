namespace Sgl.Tests;

/// <summary>Random spikes, as bits and as floats. Between the steps lie bytes, all ones, that belong to none.</summary>
internal sealed class Spikes
{
    private const int Gap = 3;

    public Spikes(int steps, int batch, int features, double density)
    {
        int perStep = batch * features;
        int stride = (perStep + 7) / 8 + Gap;
        float[] draws = Bits.Random(steps * perStep, seed: 1, low: 0, high: 1);
        Values = [.. draws.Select(draw => draw < density ? 1f : 0f)];
        var bits = new byte[steps * stride + SpikeMatrix.Spare];
        Array.Fill(bits, (byte)0xff);
        for (int i = 0; i < Values.Length; i++)
        {
            int bit = i % perStep;
            if (Values[i] == 0) bits[i / perStep * stride + bit / 8] &= (byte)~(1 << (bit % 8));
        }

        Matrix = new SpikeMatrix(bits, steps, batch, features, stride);
    }

    /// <summary>A signal of floats that are all 0 or 1, as bits.</summary>
    public static Signal Packed(Signal spikes)
    {
        Xunit.Assert.True(new SpikePacker().TryPack(spikes, new Workers(1), out Signal packed));
        return packed;
    }

    public float[] Values { get; }

    public SpikeMatrix Matrix { get; }

    public Matrix Unpacked => new(Values, Matrix.Rows, Matrix.Features);
}
