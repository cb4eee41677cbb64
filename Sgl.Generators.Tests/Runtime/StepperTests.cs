using Xunit;

namespace Sgl.Tests;

public class StepperTests
{
    [Theory]
    [MemberData(nameof(ScheduleTests.Cases), MemberType = typeof(ScheduleTests))]
    public void Gives_the_bits_of_a_whole_pass_and_starts_again(bool isConstant, string layers)
    {
        Network network = ScheduleTests.Create(layers);
        Signal input = ScheduleTests.Input(isConstant);
        float[] expected = network.Forward(input).Data.ToArray();
        Stepper stepper = network.OpenStream();
        for (int run = 0; run < 2; run++)
        {
            float[] actual = [.. Enumerable.Range(0, input.Steps).SelectMany(t => stepper.Step(input.Slice(t, 1)).Data.ToArray())];
            Bits.Same(expected, actual);
            stepper.Reset();
        }
    }

    /// <summary>Streams of different numbers of samples, with other passes between their steps.</summary>
    [Theory]
    [MemberData(nameof(ScheduleTests.Cases), MemberType = typeof(ScheduleTests))]
    public void Several_streams_have_states_of_their_own(bool isConstant, string layers)
    {
        using Network network = ScheduleTests.Create(layers);
        Signal input = ScheduleTests.Input(isConstant), one = FirstSample(input);
        float[] expected = network.Forward(input).Data.ToArray(), expectedOfOne = network.Forward(one).Data.ToArray();
        Stepper first = network.OpenStream(), second = network.OpenStream();
        List<float> actual = [], actualOfOne = [];
        for (int t = 0; t < input.Steps; t++)
        {
            actual.AddRange(first.Step(input.Slice(t, 1)).Data.Span);
            if (t % 3 == 0) network.Forward(one, training: true);
            actualOfOne.AddRange(second.Step(one.Slice(t, 1)).Data.Span);
        }

        Bits.Same(expected, actual.ToArray());
        Bits.Same(expectedOfOne, actualOfOne.ToArray());
    }

    [Fact]
    public void Rejects_what_does_not_go_on()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Signal input = ScheduleTests.Input();
        Stepper stepper = network.OpenStream();
        Assert.Throws<ArgumentException>(() => stepper.Step(input));
        stepper.Step(input.Slice(0, 1));
        Assert.Throws<InvalidOperationException>(() => stepper.Step(new Signal(new float[5], 1, 1, 5)));
        stepper.Reset();
        stepper.Step(input.Slice(0, 1));
        network.Layers[2].Forward(new Signal(new float[9], 1, 1, 9), training: false, new Workers(1));
        Assert.Throws<InvalidOperationException>(() => stepper.Step(input.Slice(1, 1)));
        stepper.Reset();
        stepper.Step(input.Slice(0, 1));
        stepper.Step(input.Slice(1, 1));
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stepper.Step(input.Slice(2, 1)));
        Assert.Throws<ObjectDisposedException>(() => network.Forward(input));
    }

    [Fact]
    public void No_gradient_goes_back_through_a_pass_that_a_step_followed()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Signal output = network.Forward(ScheduleTests.Input(), training: true);
        network.OpenStream().Step(ScheduleTests.Input().Slice(0, 1));
        string message = Assert.Throws<InvalidOperationException>(() => network.Backward(output)).Message;
        Assert.StartsWith("There is no forward pass", message, StringComparison.Ordinal); // the network itself, on any device
    }

    private static Signal FirstSample(Signal input)
    {
        int width = input.Features, rows = input.IsConstant ? 1 : input.Steps;
        float[] values = [.. Enumerable.Range(0, rows).SelectMany(t => input.At(t)[..width].ToArray())];
        return new Signal(values, input.Steps, 1, width, input.IsConstant);
    }
}
