using ILGPU;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

public abstract partial class ComputeSuite
{
    private const int LossBatch = 4;
    private const int LossClasses = 5;
    private static readonly int[] LossLabels = [2, 0, 4, 2];

    public static readonly TheoryData<string> Losses = ["rate", "max", "membrane"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_are_those_of_the_processor(string name)
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
        ArrayView<float> gradient = Unwritten(2);
        var device = DeviceLoss.Of(new RateCrossEntropy(), Launcher);
        device.Evaluate(new DeviceOutput(On(Highest, Other), 2, 1, 1, 2), On(new[] { 0 }), Unwritten(2), Unwritten(1), gradient);
        double share = Math.Exp((double)Other - Highest);
        double expected = share / (1 + share);
        Assert.Equal(expected, Read(gradient)[1], 4e-7 * expected);
    }

    [Fact]
    public void Predicts_the_first_of_the_highest_scores_and_nothing_where_one_is_no_number()
    {
        ArrayView<int> classes = On(new int[3]);
        new DevicePrediction(Launcher).Predict(On(1f, 3f, 3f, -1f, -2f, -3f, float.NaN, 1f, 2f), classes);
        Assert.Equal([1, 0, -1], Read(classes));
    }

    private void CompareLoss(string name, float[] values, int steps, bool isConstant)
    {
        Loss loss = name switch
        {
            "rate" => new RateCrossEntropy(),
            "max" => new MaxOverTimeCrossEntropy(),
            _ => new MembraneCrossEntropy(),
        };
        int width = LossBatch * LossClasses;
        var signal = new Signal(values, steps, LossBatch, LossClasses, isConstant);
        float[] expected = new float[steps * width];
        double mean = loss.Evaluate(signal, LossLabels, expected);
        float[] expectedScores = new float[width];
        loss.Scores(signal, expectedScores);

        var device = DeviceLoss.Of(loss, Launcher);
        var output = new DeviceOutput(On(values), isConstant ? 0 : width, steps, LossBatch, LossClasses);
        ArrayView<float> gradient = Unwritten(expected.Length), losses = Unwritten(LossBatch), scores = Unwritten(width);
        device.Evaluate(output, On(LossLabels), Unwritten(device.ScratchLength(output)), losses, gradient);
        device.Scores(output, scores);

        Bits.Same(expectedScores, Read(scores));
        NearRelative(mean, Read(losses).Average(value => (double)value));
        float[] actual = Read(gradient);
        for (int i = 0; i < expected.Length; i++) NearRelative(expected[i], actual[i]);
    }

    // What doubles cancel is 1e-16 of 1.
    private static void NearRelative(double expected, double actual)
    {
        if (double.IsFinite(expected)) Assert.Equal(expected, actual, 1e-6 * Math.Abs(expected) + 1e-15);
        else Assert.Equal(expected, actual);
    }
}
