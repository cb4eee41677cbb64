using Sgl.Tests.Devices;
using Xunit;

namespace Sgl.Tests;

/// <summary>Networks of several inputs and outputs, with a loss for each output.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
public class SeveralOutputsTests(CpuAcceleratorDevice accelerator)
{
    private const int Steps = 6;
    private const int Batch = 3;
    private static readonly int[] Digits = [0, 2, 1];
    private static readonly int[] Parities = [0, 1, 1];

    public static TheoryData<string, int> Cases => new()
    {
        { "cpu", int.MaxValue }, { "cpu", 2 }, { "ilgpu-cpu", int.MaxValue }, { "ilgpu-cpu", 4 },
    };

    /// <summary>The gradient of the weighted sum is the sum of the weighted gradients.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Trains_on_the_weighted_sum_of_the_losses(string device, int chunk)
    {
        Device? on = device == "cpu" ? null : accelerator.Device;
        using Network network = Create(on), alone = Create(null);
        network.Schedule = Schedule.Chunked(chunk);
        Signal[] inputs = Inputs();
        IReadOnlyList<BatchResult> results = network.TrainStep(inputs, Objectives(), new Sgd(0f));

        IReadOnlyList<Signal> outputs = alone.Forward(inputs, training: true);
        Signal[] gradients = new Signal[2];
        double[] losses = new double[2];
        foreach ((int k, Loss loss, int[] labels, float weight) in new (int, Loss, int[], float)[]
            { (0, new RateCrossEntropy(), Digits, 0.25f), (1, new MembraneCrossEntropy(), Parities, 1f) })
        {
            var gradient = new float[outputs[k].Data.Length];
            losses[k] = loss.Evaluate(outputs[k], labels, gradient);
            gradients[k] = new Signal(
                Array.ConvertAll(gradient, value => value * weight), Steps, Batch, outputs[k].Features);
        }

        alone.Backward(gradients);
        Assert.Equal(["digit", "parity"], network.Outputs.Select(output => output.Name));
        Assert.Equal(["image", "hint"], network.Inputs.Select(input => input.Name));
        Assert.Equal(losses[1], results[0].Loss, 1e-5); // in the order of the objectives
        Assert.Equal(losses[0], results[1].Loss, 1e-5);
        foreach ((Parameter expected, Parameter actual) in alone.Parameters.Zip(network.Parameters))
        {
            Assert.Contains(expected.Gradient.ToArray(), value => value != 0);
            Bits.Near(Array.ConvertAll(expected.Gradient.ToArray(), value => (double)value), actual.Gradient.Span, 1e-5);
        }

        IReadOnlyList<BatchResult> judged = network.Evaluate(inputs, Objectives());
        Assert.Equal(results.Select(result => result.Correct), judged.Select(result => result.Correct));
    }

    /// <summary>An output without an objective has no part in the loss.</summary>
    [Theory]
    [InlineData("cpu")]
    [InlineData("ilgpu-cpu")]
    public void An_output_without_an_objective_is_left_alone(string device)
    {
        Device? on = device == "cpu" ? null : accelerator.Device;
        using Network network = Create(on);
        network.TrainStep(Inputs(), [Objectives()[0]], new Sgd(0f));
        Dense digit = network.Layers.OfType<Dense>().Single(layer => layer.Outputs == 3);
        Assert.All(digit.Weight.Gradient.ToArray(), value => Assert.Equal(0f, value));
        Assert.Contains(network.Parameters[0].Gradient.ToArray(), value => value != 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plans_what_training_really_keeps(string device, int chunk)
    {
        Device? on = device == "cpu" ? null : accelerator.Device;
        using Network network = Create(on);
        network.Schedule = Schedule.Chunked(chunk);
        network.TrainStep(Inputs(), Objectives(), new Sgd(0f));
        (long kept, long planned) = (Buffers.BytesOf(network), network.Plan(Steps, Batch).Bytes);
        if (on is null) Assert.Equal(kept, planned);
        else Assert.InRange(kept, planned - 2000, planned); // a device plans for any loss, and for spikes as inputs
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Network network = Create(null);
        Signal[] inputs = Inputs();
        Expect<InvalidOperationException>(() => network.Forward(inputs[0]), "has 2 inputs (image, hint) and 2 outputs (digit, parity)");
        Expect<InvalidOperationException>(() => network.OpenStream(), "2 outputs");
        Expect<ArgumentException>(() => network.Forward([inputs[0]]), "The network has 2 inputs (image, hint); 1 are given.");
        Expect<ArgumentException>(() => network.Forward([inputs[1], inputs[0]]), "Input 'image' takes [1, 2, 4]; [3] is given.");
        Expect<ArgumentException>(
            () => network.Forward([inputs[0], inputs[1].Slice(0, 2)]), "Input 'hint' has 2 time steps of 3 samples; 'image' has 6 of 3.");
        Expect<ArgumentException>(() => network.TrainStep(inputs, [], new Sgd(0f)), "There is no objective");
        Expect<ArgumentException>(
            () => network.TrainStep(inputs, [new Objective(new RateCrossEntropy(), Digits) { Output = "size" }], new Sgd(0f)),
            "Objective 0 is for output 'size'; the network has digit, parity.");
        Objective twice = Objectives()[0];
        Expect<ArgumentException>(() => network.TrainStep(inputs, [twice, twice], new Sgd(0f)), "Two objectives are for output 'parity'");
        Expect<ArgumentException>(
            () => network.TrainStep(inputs, [twice with { Labels = Digits }], new Sgd(0f)), "Label 1 is 2; the output's 2 classes");
        Assert.Throws<ArgumentOutOfRangeException>(() => twice with { Weight = -1f });

        static void Expect<T>(Func<object> call, string message)
            where T : Exception =>
            Assert.Contains(message, Assert.Throws<T>(call).Message, StringComparison.Ordinal);
    }

    private static Objective[] Objectives() =>
    [
        new Objective(new MembraneCrossEntropy(), Parities) { Output = "parity" },
        new Objective(new RateCrossEntropy(), Digits) { Output = "digit", Weight = 0.25f },
    ];

    private static Signal[] Inputs() =>
    [
        new(Bits.Random(Steps * Batch * 8, 1), Steps, Batch, new Shape(1, 2, 4)),
        new(Bits.Random(Steps * Batch * 3, 2), Steps, Batch, 3),
    ];

    private static Network Create(Device? device)
    {
        NetworkNode image = NetworkNode.Input((1, 2, 4), "image"), hint = NetworkNode.Input(3, "hint");
        NetworkNode hidden = image.Then(new Dense(16)).Then(new Spiking<SavingLeaky>()) + hint.Then(new Dense(16));
        NetworkNode digit = hidden.Then(new Dense(3)).Then(new Spiking<LeakyReadout>(), "digit");
        return new Network([digit, hidden.Then(new Dense(2), "parity")], seed: 7, threads: 1, device);
    }
}
