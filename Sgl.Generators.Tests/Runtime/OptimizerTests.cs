using Sgl.Tests.Backends;
using Xunit;

namespace Sgl.Tests;

public class OptimizerTests
{
    private const int Length = 21; // full vectors and a rest
    private const int Steps = 7;

    [Fact]
    public void Adam_follows_its_formula()
    {
        var parameter = new Parameter("p", 3, 7);
        var other = new Parameter("q", 5);
        Bits.Random(Length, 1).CopyTo(parameter.Value);
        double[] value = [.. parameter.Value.ToArray().Select(x => (double)x)];
        double[] m = new double[Length];
        double[] v = new double[Length];
        var adam = new Adam(learningRate: 0.02f, beta1: 0.8f, beta2: 0.95f, epsilon: 1e-3f);
        for (int t = 1; t <= Steps; t++)
        {
            float[] gradient = Bits.Random(Length, (ulong)(10 + t), low: -0.1f, high: 0.3f);
            if (t == 5) adam.LearningRate = 0.005f;
            gradient.CopyTo(parameter.Gradient);
            adam.Step(t == 3 ? [other, parameter] : [parameter]); // a parameter has a count of its own
            for (int i = 0; i < Length; i++)
            {
                m[i] = (double)0.8f * m[i] + (1 - (double)0.8f) * gradient[i];
                v[i] = (double)0.95f * v[i] + (1 - (double)0.95f) * gradient[i] * gradient[i];
                double mHat = m[i] / (1 - Math.Pow(0.8f, t));
                double vHat = v[i] / (1 - Math.Pow(0.95f, t));
                value[i] -= (t >= 5 ? 0.005f : 0.02f) * mHat / (Math.Sqrt(vHat) + 1e-3f);
            }

            Bits.Near(value, parameter.Value.Span, 1e-6);
            Bits.Same(gradient, parameter.Gradient.Span);
        }
    }

    [Fact]
    public void Adam_starts_with_steps_of_the_learning_rate()
    {
        var parameter = new Parameter("p", 2);
        new[] { 1e-3f, -50f }.CopyTo(parameter.Gradient);
        new Adam().Step([parameter]);
        Bits.Near([-1e-3, 1e-3], parameter.Value.Span, 1e-8);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.9f)]
    public void Sgd_follows_its_formula(float momentum)
    {
        var parameter = new Parameter("p", Length);
        Bits.Random(Length, 2).CopyTo(parameter.Value);
        double[] value = [.. parameter.Value.ToArray().Select(x => (double)x)];
        double[] velocity = new double[Length];
        var sgd = new Sgd(0.1f, momentum);
        for (int t = 0; t < Steps; t++)
        {
            float[] gradient = Bits.Random(Length, (ulong)(30 + t));
            gradient.CopyTo(parameter.Gradient);
            sgd.Step([parameter]);
            for (int i = 0; i < Length; i++)
            {
                velocity[i] = momentum * velocity[i] + gradient[i];
                value[i] -= 0.1f * velocity[i];
            }

            Bits.Near(value, parameter.Value.Span, 1e-6);
        }
    }

    /// <summary>Several blocks, of which the last is not whole.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Has_the_same_bits_for_any_number_of_threads(bool adam) => Bits.SameForAnyThreads(threads =>
    {
        const int length = 50_003;
        Parameter[] parameters = [new Parameter("p", length), new Parameter("q", 3)];
        Optimizer optimizer = adam ? new Adam(0.02f) : new Sgd(0.02f, momentum: 0.9f);
        for (int t = 0; t < 3; t++)
        {
            Bits.Fill(parameters[0].Gradient.Span, (ulong)t);
            optimizer.Step(parameters, new CpuBackend(new Workers(threads)));
        }

        Assert.Equal(0, parameters[0].Value.Span.Count(0f));
        return parameters[0].Value.ToArray();
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Changes_each_value_as_if_it_were_alone(bool adam)
    {
        const int length = 50_003, part = 1_003;
        Optimizer Create() => adam ? new Adam(0.02f) : new Sgd(0.02f, momentum: 0.9f);
        foreach (int start in new[] { 0, 16_000, length - part })
        {
            var all = new Parameter("p", length);
            var some = new Parameter("q", part);
            (Optimizer ofAll, Optimizer ofSome) = (Create(), Create());
            for (int t = 0; t < 3; t++)
            {
                Bits.Fill(all.Gradient.Span, (ulong)t);
                all.Gradient.Slice(start, part).CopyTo(some.Gradient);
                ofAll.Step([all]);
                ofSome.Step([some]);
            }

            Bits.Same(some.Value.Span, all.Value.Span.Slice(start, part));
        }
    }

    /// <summary>Bounds are kept of an optimizer of a user's own, too.</summary>
    [Fact]
    public void Keeps_values_within_bounds()
    {
        foreach (Optimizer optimizer in new Optimizer[] { new Sgd(1f), new Adam(1f), new Lion(1f) })
        {
            var parameter = new Parameter("p", 4) { Min = -0.5f, Max = 0.25f };
            new[] { 1f, -1f, float.NaN, 0f }.CopyTo(parameter.Gradient);
            optimizer.Step([parameter]);
            Bits.Same([-0.5f, 0.25f], parameter.Value.Span[..2]);
        }
    }

    [Fact]
    public void Names_of_what_is_remembered_differ()
    {
        foreach (string name in new[] { "m", "steps" })
        {
            string message = Assert.Throws<InvalidOperationException>(
                () => new Named("m", name).Step([new Parameter("p", 1)])).Message;
            Assert.Contains($"The StateNames of Named are m, {name}", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rejects_arguments_out_of_range()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(-1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1f, momentum: 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: -0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { LearningRate = float.NaN });
    }

    private sealed class Named(params string[] names) : Optimizer(1f)
    {
        protected internal override IReadOnlyList<string> StateNames => names;

        protected override void Update(Backend ops, ParameterUpdate parameter)
        {
        }
    }
}
