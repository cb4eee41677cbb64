using Sgl.Tests.Backends;
using Xunit;

namespace Sgl.Tests;

public class LossTests
{
    private const int Steps = 5;
    private const int Batch = 3;
    private const int Classes = 4;
    private static readonly int[] Labels = [2, 0, 3];

    public static readonly TheoryData<string> Names = ["max", "rate", "membrane", "own"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Equals_the_formula_and_its_finite_differences(string name)
    {
        float[] output = Bits.Random(Steps * Batch * Classes, 1, -2, 2);
        var gradient = new float[output.Length];
        double loss = Create(name).Evaluate(new Signal(output, Steps, Batch, Classes), Labels, gradient);

        double[] x = [.. output.Select(value => (double)value)];
        Assert.Equal(Naive(name, x), loss, 1e-6);
        var expected = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            const double Step = 1e-5;
            double at = x[i];
            x[i] = at + Step;
            double above = Naive(name, x);
            x[i] = at - Step;
            expected[i] = (above - Naive(name, x)) / (2 * Step);
            x[i] = at;
        }

        Bits.Near(expected, gradient, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_constant_output_counts_as_repeated(string name)
    {
        float[] row = Bits.Random(Batch * Classes, 2, -2, 2);
        float[] repeated = [.. Enumerable.Repeat(row, Steps).SelectMany(r => r)];
        var expected = new float[repeated.Length];
        var actual = new float[repeated.Length];
        Loss loss = Create(name);
        double first = loss.Evaluate(new Signal(repeated, Steps, Batch, Classes), Labels, expected);
        double second = loss.Evaluate(new Signal(row, Steps, Batch, Classes, isConstant: true), Labels, actual);
        Assert.Equal(first, second);
        Bits.Same(expected, actual);
    }

    [Fact]
    public void The_first_of_equal_maxima_takes_the_gradient()
    {
        // One sample, two classes, three steps; class 0 peaks at steps 1 and 2, class 1 is 0 throughout.
        float[] output = [0, 0, 1, 0, 1, 0];
        var gradient = new float[6];
        new MaxOverTimeCrossEntropy().Evaluate(new Signal(output, 3, 1, 2), [0], gradient);
        double p = Math.E / (Math.E + 1);
        Bits.Near([0, 1 - p, p - 1, 0, 0, 0], gradient, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Large_logits_do_not_overflow(string name)
    {
        foreach (int highest in new[] { 0, 1 })
        {
            float[] output = [-1e4f, -1e4f, -1e4f, -1e4f];
            (output[highest], output[2 + highest]) = (1e4f, 1e4f);
            var gradient = new float[4];
            double loss = Create(name).Evaluate(new Signal(output, 2, 1, 2), [1 - highest], gradient);
            double expected = name switch { "membrane" => 4e4, "own" => (1e8 + 1.00020001e8) / 2, _ => 2e4 };
            Assert.Equal(expected, loss, 1e-6 * expected);
            Assert.All(gradient, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_reaches_the_loss_and_the_gradient(string name)
    {
        for (int at = 0; at < Steps * Batch * Classes; at++)
        {
            float[] output = Bits.Random(Steps * Batch * Classes, 3);
            output[at] = float.NaN;
            var gradient = new float[output.Length];
            Assert.True(double.IsNaN(
                Create(name).Evaluate(new Signal(output, Steps, Batch, Classes), Labels, gradient)));
            Assert.Contains(float.NaN, gradient);
        }
    }

    [Fact]
    public void Scores_are_the_maximum_or_the_mean()
    {
        var signal = new Signal(new float[] { 1, 0, 3, -6, 2, 0 }, steps: 3, batch: 1, features: 2);
        var scores = new float[2];
        new MaxOverTimeCrossEntropy().Scores(signal, scores);
        Assert.Equal([3, 0], scores);
        new RateCrossEntropy().Scores(signal, scores);
        Assert.Equal([2, -2], scores);
        new MembraneCrossEntropy().Scores(signal, scores);
        Assert.Equal([2, -2], scores);
    }

    [Fact]
    public void Accuracy_counts_the_first_highest_score()
    {
        float[] scores = [0, 1, 0, /**/ 2, 2, 1, /**/ 0, 0, 0, /**/ -3, -2, -1];
        Assert.Equal(1.0, Loss.Accuracy(scores, [1, 0, 0, 2]));
        Assert.Equal(0.5, Loss.Accuracy(scores, [1, 1, 0, 0]));
        Assert.Throws<ArgumentException>(() => Loss.Accuracy(scores, [1, 1, 0, 0, 1]));
        Assert.Throws<ArgumentException>(() => Loss.Accuracy([], []));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Rejects_a_label_that_is_no_class(int label)
    {
        var signal = new Signal(new float[Steps * Batch * Classes], Steps, Batch, Classes);
        string message = Assert.Throws<ArgumentException>(() => new RateCrossEntropy().Evaluate(
            signal, [0, label, 0], new float[signal.Data.Length])).Message;
        Assert.Contains($"Label 1 is {label}", message, StringComparison.Ordinal);
        Assert.Contains("0 to 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_lengths_that_do_not_fit()
    {
        var signal = new Signal(new float[Steps * Batch * Classes], Steps, Batch, Classes);
        var loss = new RateCrossEntropy();
        Assert.Throws<ArgumentException>(() => loss.Evaluate(signal, [0, 0], new float[signal.Data.Length]));
        Assert.Throws<ArgumentException>(() => loss.Evaluate(signal, Labels, new float[Batch * Classes]));
        Assert.Throws<ArgumentException>(() => loss.Scores(signal, new float[Classes]));
    }

    private static Loss Create(string name) => name switch
    {
        "max" => new MaxOverTimeCrossEntropy(),
        "rate" => new RateCrossEntropy(),
        "membrane" => new MembraneCrossEntropy(),
        _ => new SquaredError(),
    };

    private static double Naive(string name, double[] x)
    {
        double total = 0;
        for (int b = 0; b < Batch; b++)
        {
            double[][] series = [.. Enumerable.Range(0, Classes).Select(c =>
                Enumerable.Range(0, Steps).Select(t => x[(t * Batch + b) * Classes + c]).ToArray())];
            int label = Labels[b];
            total += name switch
            {
                "max" => CrossEntropy(series.Select(s => s.Max()), label),
                "rate" => CrossEntropy(series.Select(s => s.Sum() / Steps), label),
                "own" => 0.5 * series.Select((s, c) => Math.Pow(s.Sum() / Steps - (c == label ? 1 : 0), 2)).Sum(),
                _ => Enumerable.Range(0, Steps).Sum(t => CrossEntropy(series.Select(s => s[t]), label)),
            };
        }

        return total / Batch;

        static double CrossEntropy(IEnumerable<double> logits, int label) =>
            -Math.Log(Math.Exp(logits.ElementAt(label)) / logits.Sum(Math.Exp));
    }
}
