using Xunit;

namespace Sgl.Tests;

/// <summary>Learnable parameters stay within their bounds.</summary>
public class BoundTests
{
    private const int Steps = 5, Batch = 3, Features = 4;

    private static readonly Workers Workers = new(2);

    [Fact]
    public void A_clamped_parameter_stops_at_its_bounds()
    {
        var layer = new Spiking<Bounded>(Features);
        Parameter gain = layer.Parameters[1];
        gain.Gradient.Span[0] = -100f;
        new Sgd(1f).Step(layer.Parameters);
        Assert.Equal([1.5f], gain.Value.ToArray());
        gain.Gradient.Span[0] = 100f;
        new Sgd(1f).Step(layer.Parameters);
        Assert.Equal([-0.5f], gain.Value.ToArray());
        Assert.Equal([-0.5f], layer.ValuesOf("Gain"));
    }

    [Fact]
    public void A_logistic_parameter_never_reaches_them()
    {
        var layer = new Spiking<Bounded>(Features);
        Assert.All(layer.ValuesOf("Decay"), decay => Assert.Equal(0.9f, decay, 1e-6f));
        layer.Parameters[0].Value.Span.Fill(12f);
        Assert.All(layer.ValuesOf("Decay"), decay => Assert.InRange(decay, 0.9999f, 0.999999f));
        layer.Parameters[0].Value.Span.Fill(-12f);
        Assert.All(layer.ValuesOf("Decay"), decay => Assert.InRange(decay, 1e-6f, 1e-4f));
        layer.Initialize(new CounterRandom(1));
        Assert.All(layer.ValuesOf("Decay"), decay => Assert.Equal(0.9f, decay, 1e-6f));
    }

    [Fact]
    public void Its_gradient_is_that_of_the_unbounded_number()
    {
        var layer = new Spiking<Bounded>(Features);
        float[] x = Bits.Random(Steps * Batch * Features, 1), weights = Bits.Random(x.Length, 2);
        double Loss()
        {
            ReadOnlySpan<float> y = layer.Forward(new Signal(x, Steps, Batch, Features), true, Workers).Data.Span;
            double sum = 0;
            for (int i = 0; i < y.Length; i++) sum += (double)y[i] * weights[i];
            return sum;
        }

        Loss();
        layer.Backward(new Signal(weights, Steps, Batch, Features), false, Workers);
        float[] actual = layer.Parameters[0].Gradient.ToArray();
        const float Delta = 1f / 128;
        for (int f = 0; f < Features; f++)
        {
            Span<float> w = layer.Parameters[0].Value.Span;
            float middle = w[f];
            w[f] = middle + Delta;
            double above = Loss();
            layer.Parameters[0].Value.Span[f] = middle - Delta;
            double below = Loss();
            layer.Parameters[0].Value.Span[f] = middle;
            Assert.Equal((above - below) / (2 * Delta), actual[f], 1e-3);
        }
    }

    [Fact]
    public void A_value_out_of_bounds_is_refused()
    {
        ArgumentException high = Assert.Throws<ArgumentException>(() => new Spiking<Bounded>(1, new Bounded { Gain = 2f }));
        Assert.Contains("Bounded.Gain is 2; it must lie between -0.5 and 1.5", high.Message, StringComparison.Ordinal);
        ArgumentException edge = Assert.Throws<ArgumentException>(() => new Spiking<Bounded>(1, new Bounded { Decay = 1f }));
        Assert.Contains("which a logistic bound never reaches", edge.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Spiking<Bounded>(1, new Bounded { Decay = 0f }));
        ArgumentException none = Assert.Throws<ArgumentException>(() => new Spiking<Bounded>(1).ValuesOf("Tau"));
        Assert.Contains("no parameter 'Tau'; it has Decay, Gain", none.Message, StringComparison.Ordinal);
    }
}

/// <summary>A leaky integrator whose parameters are bounded in both ways.</summary>
[Surrogate(Kind.None)]
public partial class Bounded
{
    [Parameter(Learnable = true, PerNeuron = true, Bound = Bound.Logistic)] public float Decay = 0.9f;
    [Parameter(Learnable = true, Min = -0.5f, Max = 1.5f)] public float Gain = 1f;
    [State] private float v;

    public float Step(float x)
    {
        v = Decay * v + Gain * x;
        return v;
    }
}
