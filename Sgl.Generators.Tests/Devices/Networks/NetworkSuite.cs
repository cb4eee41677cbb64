using Sgl.Tests.Backends;
using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>
/// Networks on a device against the same networks on the processor. They differ where the device rounds losses, logistic
/// bounds and, in tiles, products in another way, which Adam makes larger where a gradient is nearly 0.
/// </summary>
public abstract class NetworkSuite(Device device)
{
    private const double Tolerance = 2e-4;
    private static readonly int[] Labels = [0, 1, 2];

    public static TheoryData<bool, string> Cases => ScheduleTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_as_on_the_processor(bool isConstant, string layers)
    {
        Signal input = ScheduleTests.Input(isConstant);
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4), Schedule.Truncated(5) })
        {
            Near(Train(Device.Cpu, schedule, new Adam(1e-4f)), Train(device, schedule, new Adam(1e-4f)));
            Near(Train(Device.Cpu, schedule, new Sgd(1e-4f, 0.9f)), Train(device, schedule, new Sgd(1e-4f, 0.9f)));
        }

        float[] Train(Device on, Schedule schedule, Optimizer optimizer)
        {
            Network network = ScheduleTests.Create(layers, device: on);
            network.Schedule = schedule;
            List<float> seen = [];
            foreach (Loss loss in new Loss[] { new RateCrossEntropy(), new MaxOverTimeCrossEntropy(), new MembraneCrossEntropy(), new SquaredError() })
            {
                BatchResult result = network.TrainStep(input, Labels, loss, optimizer);
                seen.AddRange([(float)result.Loss, result.Correct, result.Count]);
            }

            Assert.Contains(network.Parameters[0].Gradient.ToArray(), value => value != 0);
            seen.AddRange(network.Parameters.SelectMany(p => (float[])[.. p.Value.Span, .. p.Gradient.Span]));
            seen.AddRange(network.Forward(input).Data.ToArray());
            BatchResult judged = network.Evaluate(input, Labels, new RateCrossEntropy());
            network.Dispose();
            return [.. seen, (float)judged.Loss, judged.Correct];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Take_a_stream_step_by_step(bool isConstant, string layers)
    {
        Network network = ScheduleTests.Create(layers, device: device);
        Signal input = ScheduleTests.Input(isConstant);
        Stepper stepper = network.OpenStream(), other = network.OpenStream();
        float[] steps =
        [
            .. Enumerable.Range(0, input.Steps).SelectMany(t =>
            {
                float[] step = stepper.Step(input.Slice(t, 1)).Data.ToArray();
                other.Step(input.Slice(0, 1)); // a stream of its own
                return step;
            }),
        ];
        Signal all = network.Forward(input);
        float[] expected = [.. Enumerable.Range(0, input.Steps).SelectMany(t => all.At(t).ToArray())];
        Near(expected, steps);
        network.Dispose();
    }

    [Fact]
    public void Encode_on_the_device()
    {
        float[] values = Bits.Random(3 * 5, 4, 0, 1);
        foreach (Func<Encoder> create in new Func<Encoder>[]
        {
            () => new ConstantEncoder(), () => new PoissonEncoder(3), () => new LatencyEncoder(0.2f),
            () => new Burst(), () => new Noise(), () => new Square(),
        })
        {
            Near(Train(Device.Cpu, create()), Train(device, create()));
        }

        float[] Train(Device on, Encoder encoder)
        {
            Network network = ScheduleTests.Create("Feedforward", device: on);
            var adam = new Adam();
            double[] losses = [.. Enumerable.Range(0, 3).Select(_ =>
                network.TrainStep(encoder, values, 11, Labels, new MembraneCrossEntropy(), adam).Loss)];
            BatchResult judged = network.Evaluate(encoder, values, 11, Labels, new MembraneCrossEntropy());
            network.Dispose();
            return [.. losses.Select(loss => (float)loss), (float)judged.Loss, judged.Correct];
        }
    }

    [Fact]
    public void Go_back_from_a_gradient_that_is_given()
    {
        Signal input = ScheduleTests.Input();
        var gradient = new Signal(Bits.Random(11 * 3 * 3, 9), 11, 3, 3);
        Near(Run(Device.Cpu), Run(device));

        float[] Run(Device on)
        {
            Network network = ScheduleTests.Create("Feedforward", device: on);
            Assert.Throws<InvalidOperationException>(() => network.Backward(gradient));
            network.Forward(input, training: true);
            network.Backward(gradient);
            network.Dispose();
            return [.. network.Parameters.SelectMany(p => p.Gradient.ToArray())];
        }
    }

    [Fact]
    public void Name_what_does_not_run_on_a_device()
    {
        string message = Assert.Throws<NotSupportedException>(() => new Network([new OwnLayer()], device: device)).Message;
        Assert.Contains(nameof(OwnLayer), message, StringComparison.Ordinal);
        Network network = ScheduleTests.Create("Feedforward", device: device);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => network.Evaluate(new PoissonEncoder(1), [.. Enumerable.Repeat(2f, 15)], 4, Labels, new RateCrossEntropy()));
        Assert.Throws<ArgumentException>(
            () => network.Evaluate(ScheduleTests.Input(), [0, 1, 3], new RateCrossEntropy()));
        network.Dispose();
    }

    /// <summary>What one optimizer has remembered goes back to it when another one takes its turn.</summary>
    [Fact]
    public void Take_optimizers_of_ones_own_and_several_in_turns()
    {
        Near(Train(Device.Cpu), Train(device));

        static float[] Train(Device on)
        {
            Network network = ScheduleTests.Create("Feedforward", device: on);
            Optimizer[] optimizers = [new Lion(1e-5f), new Adam(1e-4f), new Sgd(1e-4f, 0.9f)];
            for (int i = 0; i < 7; i++)
                network.TrainStep(ScheduleTests.Input(), Labels, new MembraneCrossEntropy(), optimizers[i % 3]);
            List<float> seen = [];
            foreach (Optimizer optimizer in optimizers)
            {
                network.CopyFromDevice(optimizer);
                seen.AddRange(network.Parameters.SelectMany(parameter => optimizer.Memory.Of(parameter).Arrays.SelectMany(array => array)));
                if (optimizer is not Sgd) seen.Add(optimizer.Memory.Of(network.Parameters[0]).Steps[0]);
            }

            seen.AddRange(network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
            network.Dispose();
            return [.. seen];
        }
    }

    [Fact]
    public void Free_their_memory_once()
    {
        Network network = ScheduleTests.Create("Feedforward", device: device);
        network.Dispose();
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.Forward(ScheduleTests.Input()));
    }

    /// <summary>Reading a parameter brings it back from the device, and its values remain after the network is disposed of.</summary>
    [Fact]
    public void Bring_back_what_is_read()
    {
        Network network = ScheduleTests.Create("Feedforward", device: device);
        Parameter weight = network.Parameters[0];
        var sgd = new Sgd(0.01f);
        float[] before = weight.Value.ToArray();
        network.TrainStep(ScheduleTests.Input(), Labels, new RateCrossEntropy(), sgd);
        float[] after = weight.Value.ToArray();
        float[] gradient = weight.Gradient.ToArray();
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i] - 0.01f * gradient[i], after[i], 1e-6f);
        Assert.NotEqual(before, after);

        // What is newer on the device is not lost where a caller sends what it has changed elsewhere.
        network.TrainStep(ScheduleTests.Input(), Labels, new RateCrossEntropy(), sgd);
        network.CopyToDevice();
        float[] twice = weight.Value.ToArray();
        Assert.NotEqual(after, twice);
        network.TrainStep(ScheduleTests.Input(), Labels, new RateCrossEntropy(), sgd);
        network.Dispose();
        Assert.NotEqual(twice, weight.Value.ToArray());
        Assert.DoesNotContain(weight.Value.ToArray(), float.IsNaN);
    }

    private static void Near(float[] expected, float[] actual) =>
        Bits.Near([.. expected.Select(value => (double)value)], actual, Tolerance);

    private sealed class OwnLayer() : Layer(2, 2)
    {
        public override IReadOnlyList<Parameter> Parameters => [];

        public override void Initialize(CounterRandom random)
        {
        }

        protected override Signal ForwardCore(Signal input, Pass pass) => input;

        protected override Signal BackwardCore(Signal outputGradient, Pass pass) =>
            outputGradient;
    }
}
