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
        Stepper stepper = network.StepByStep();
        for (int run = 0; run < 2; run++)
        {
            float[] actual = [.. Enumerable.Range(0, input.Steps).SelectMany(t => stepper.Step(input.Slice(t, 1)).Data.ToArray())];
            Bits.Same(expected, actual);
            stepper.Reset();
        }
    }

    [Fact]
    public void Rejects_what_does_not_go_on()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Signal input = ScheduleTests.Input();
        Stepper stepper = network.StepByStep();
        Assert.Throws<ArgumentException>(() => stepper.Step(input));
        stepper.Step(input.Slice(0, 1));
        Assert.Throws<InvalidOperationException>(() => stepper.Step(new Signal(new float[5], 1, 1, 5)));
        stepper.Reset();
        stepper.Step(input.Slice(0, 1));
        foreach (Action other in new Action[]
        {
            () => network.Forward(input),
            () => network.StepByStep().Step(input.Slice(0, 1)),
            () => network.Layers[2].Forward(new Signal(new float[9], 1, 1, 9), training: false, new Workers(1)),
        })
        {
            other();
            Assert.Throws<InvalidOperationException>(() => stepper.Step(input.Slice(1, 1)));
            stepper.Reset();
            stepper.Step(input.Slice(0, 1));
            stepper.Step(input.Slice(1, 1));
        }
    }

    [Fact]
    public void No_gradient_goes_back_through_a_pass_that_a_step_followed()
    {
        Network network = ScheduleTests.Create("Feedforward");
        Signal output = network.Forward(ScheduleTests.Input(), training: true);
        network.StepByStep().Step(ScheduleTests.Input().Slice(0, 1));
        string message = Assert.Throws<InvalidOperationException>(() => network.Backward(output)).Message;
        Assert.StartsWith("There is no forward pass", message, StringComparison.Ordinal); // the network itself, on any device
    }
}
