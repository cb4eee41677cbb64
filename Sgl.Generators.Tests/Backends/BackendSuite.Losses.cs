using Xunit;

namespace Sgl.Tests.Backends;

public abstract partial class BackendSuite
{
    private const int LossBatch = 4;
    private const int LossClasses = 5;
    private static readonly int[] LossLabels = [2, 0, 4, 2];

    public static readonly TheoryData<string> Losses = ["rate", "max", "membrane", "own"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_are_those_of_one_thread_of_the_processor(string name)
    {
        foreach (int steps in new[] { 1, 7, 300 })
            foreach (float range in new[] { 1f, 30f, 300f })
                CompareLoss(name, Bits.Random(steps * LossBatch * LossClasses, 1, -range, range), steps, isConstant: false);
        CompareLoss(name, Bits.Random(LossBatch * LossClasses, 2, -3, 3), 6, isConstant: true);
        CompareLoss(name, new float[3 * LossBatch * LossClasses], 3, isConstant: false);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void What_is_no_number_stays_none(string name)
    {
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e37f })
        {
            foreach (int class_ in new[] { 0, 2, 3 })
            {
                float[] output = Bits.Random(2 * LossBatch * LossClasses, 1);
                output[class_] = value;
                CompareLoss(name, output, 2, isConstant: false);
                output[LossBatch * LossClasses + class_] = value;
                CompareLoss(name, output, 2, isConstant: false);
            }
        }
    }

    /// <summary>Of two logits whose difference no float holds: what it loses is 8e-7 of the smaller share.</summary>
    [Fact]
    public void A_share_keeps_its_digits_where_a_difference_of_logits_does_not()
    {
        const float Highest = 20f, Other = 1f + 7f / (1 << 23);
        View<float> gradient = new Head(On).Evaluate(Output([Highest, Other], 1, 1, 2, false), On.Of(0), new RateCrossEntropy());
        double share = Math.Exp((double)Other - Highest);
        double expected = share / (1 + share);
        Assert.Equal(expected, On.Read(gradient)[1], 4e-7 * expected);
    }

    [Fact]
    public void Predicts_the_first_of_the_highest_scores_and_nothing_where_one_is_no_number()
    {
        View<int> classes = On.Of(7, 7, 7);
        On.Predict(On.Of(1f, 3f, 3f, -1f, -2f, -3f, float.NaN, 1f, 2f), classes);
        Assert.Equal([1, 0, -1], On.Read(classes));
    }

    [Fact]
    public void Losses_of_samples_are_added_up()
    {
        SampleLosses losses = On.KeepLosses().Take(2);
        On.AddLosses(On.Of(1f, 2f, 3f, 4f, 5f, 6f), losses);
        On.AddLosses(On.Of(0.5f, 0.25f), losses);
        Assert.Equal([9.5, 12.25], Read(losses));
        Assert.Throws<ArgumentException>(() => On.AddLosses(On.Of(1f, 2f, 3f), losses));
    }

    [Fact]
    public void Classes_as_numbers()
    {
        View<float> into = On.Of<float>(new float[12]);
        On.OneHot(On.Of(2, 0), 3, into);
        Same([0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0], On.Read(into));
        Assert.Throws<ArgumentException>(() => On.OneHot(On.Of(2, 0), 3, into.Slice(0, 9)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Signal output = Output(new float[2 * 3 * 4], 2, 3, 4, false);
        View<float> row = On.Of<float>(new float[12]), all = On.Of<float>(new float[24]);
        SampleLosses losses = On.KeepLosses().Take(3);
        View<int> labels = On.Of(0, 1, 2);
        Assert.Throws<ArgumentException>(() => On.MeanOverTime(output, all));
        Assert.Throws<ArgumentException>(() => On.MaxOverTime(output, all));
        Assert.Throws<ArgumentException>(() => On.GiveToMaximum(output, row, row));
        Assert.Throws<ArgumentException>(() => On.MeanOverTime(default, row));
        Assert.Throws<ArgumentException>(() => On.MeanOverTime(Spikes.Packed(new Signal(new float[12], 1, 3, 4)), row));
        Assert.Throws<ArgumentException>(() => On.CrossEntropy(all, labels, 4, 1, losses, row));
        Assert.Throws<ArgumentException>(() => On.CrossEntropy(row, labels, 3, 1, losses, row));
        Assert.Throws<ArgumentException>(() => On.CrossEntropy(row, labels, 4, 1, On.KeepLosses().Take(2), row));
        Assert.Throws<ArgumentOutOfRangeException>(() => On.CrossEntropy(row, labels, 0, 1, losses, row));
    }

    private static Loss LossOf(string name) => name switch
    {
        "rate" => new RateCrossEntropy(),
        "max" => new MaxOverTimeCrossEntropy(),
        "membrane" => new MembraneCrossEntropy(),
        _ => new SquaredError(),
    };

    private double[] Read(SampleLosses losses) =>
        losses.Doubles.Length > 0 ? On.Read(losses.Doubles) : [.. On.Read(losses.Floats).Select(loss => (double)loss)];

    private Signal Output(float[] values, int steps, int batch, int classes, bool isConstant) =>
        new(On.Of<float>(values), steps, batch, classes, isConstant);

    private void CompareLoss(string name, float[] values, int steps, bool isConstant)
    {
        Loss loss = LossOf(name);
        int width = LossBatch * LossClasses;
        var signal = new Signal(values, steps, LossBatch, LossClasses, isConstant);
        float[] expected = new float[steps * width];
        double mean = loss.Evaluate(signal, LossLabels, expected);
        float[] expectedScores = new float[width];
        loss.Scores(signal, expectedScores);

        var head = new Head(On);
        View<int> labels = On.Of(LossLabels);
        View<float> scores = On.Of<float>(new float[width]);
        float[] actual = On.Read(head.Evaluate(Output(values, steps, LossBatch, LossClasses, isConstant), labels, loss));
        loss.Compute(On, new LossPass(Output(values, steps, LossBatch, LossClasses, isConstant), labels, head.Losses, On.Of(actual)), scores);
        Same(expectedScores, On.Read(scores));
        Assert.Equal([.. expectedScores.Chunk(LossClasses).Select(row => CpuBackend.Predict(row))], On.Read(head.Classes));
        NearRelative(mean, Read(head.Losses).Average() / 2); // added to once more
        for (int i = 0; i < expected.Length; i++) NearRelative(expected[i], actual[i]);

        float[] weighted = On.Read(head.Evaluate(Output(values, steps, LossBatch, LossClasses, isConstant), labels, loss, weight: 0.5f));
        for (int i = 0; i < expected.Length; i++) NearRelative(0.5f * actual[i], weighted[i]);
    }

    // What doubles cancel is 1e-16 of 1.
    private static void NearRelative(double expected, double actual)
    {
        if (double.IsFinite(expected)) Assert.Equal(expected, actual, 1e-6 * Math.Abs(expected) + 1e-15);
        else Assert.Equal(expected, actual);
    }
}
