using Sgl.Tests.Devices;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Observing;

/// <summary>Training stops where a number becomes NaN or infinite, and says which.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
[Slow(10)]
public sealed class TrainingGuardTests(CpuAcceleratorDevice accelerator)
{
    private static readonly int[] Labels = [0, 1, 2];

    [Fact]
    public void An_input_is_named_and_no_parameter_changes()
    {
        foreach (string layers in new[] { "Feedforward", "Looped", "Direct" })
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(4) })
        foreach (float wrong in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            Network network = ScheduleTests.Create(layers);
            network.Schedule = schedule;
            var adam = new Adam();
            Train(network, ScheduleTests.Input(), adam);
            float[] before = Values(network);
            Signal input = ScheduleTests.Input();
            input.Data.Span[(5 * 3 + 2) * 5 + 4] = wrong; // step 5, sample 2, feature 4
            if (layers == "Direct" && !float.IsNaN(wrong)) continue; // an infinite current may spike once, and be forgotten

            NonFiniteException e = Assert.Throws<NonFiniteException>(() => Train(network, input, adam));
            Assert.Equal((0, "input", 5, 2, 4, 2), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron, e.TrainingStep));
            Assert.Contains($"input of feature 4 of sample 2 is {(float.IsNaN(wrong) ? "NaN" : wrong > 0 ? "Infinity" : "-Infinity")} at time step 5, in training step 2", e.Message, StringComparison.Ordinal);
            Assert.Contains("No parameter has changed in this step", e.Message, StringComparison.Ordinal);
            Bits.Same(before, Values(network));

            // And training goes on as if it had not met it.
            Network other = ScheduleTests.Create(layers);
            other.Schedule = schedule;
            var otherAdam = new Adam();
            for (int i = 0; i < 2; i++) Train(other, ScheduleTests.Input(), otherAdam);
            Train(network, ScheduleTests.Input(), adam);
            Bits.Same(Values(other), Values(network));
        }
    }

    [Fact]
    public void A_gradient_is_named_by_its_parameter_though_the_loss_is_finite()
    {
        // Finite forward, but not back: 3e38 times 3e8 is too much.
        var network = new Network([new Dense(1, 1, bias: false), new Dense(1, 2, bias: false)], threads: 1);
        network.Parameters[0].Value.Span[0] = 1e-38f;
        network.Parameters[1].Value.Span.Fill(1f);
        network.Parameters[1].Value.Span[0] = 3e38f;
        var input = new Signal(new[] { 1e20f }, 1, 1, 1);
        network.StopsAtNonFinite = false;
        Assert.True(double.IsFinite(network.Evaluate(input, [1], new RateCrossEntropy()).Loss));
        network.StopsAtNonFinite = true;
        NonFiniteException e = Assert.Throws<NonFiniteException>(() => network.TrainStep(input, [1], new RateCrossEntropy(), new Sgd(1e-3f)));
        Assert.Equal((0, "gradient of weight[0, 0]", 1), (e.Layer, e.Quantity, e.TrainingStep));
        Assert.Equal(1e-38f, network.Parameters[0].Value.Span[0]);
    }

    [Fact]
    public void A_parameter_that_a_step_makes_infinite_is_named_with_its_step()
    {
        foreach (int threads in new[] { 1, 3 })
        {
            var network = new Network([new Dense(300, 400), new Dense(400, 3)], seed: 1, threads);
            var input = new Signal(Bits.Random(300, 1), 1, 1, 300);
            var sgd = new Sgd(0.1f);
            network.TrainStep(input, [1], new RateCrossEntropy(), sgd);
            sgd.LearningRate = float.MaxValue;
            NonFiniteException e = Assert.Throws<NonFiniteException>(() =>
            {
                for (int i = 0; i < 20; i++) network.TrainStep(input, [1], new RateCrossEntropy(), sgd);
            });
            Assert.True(e.TrainingStep > 1);
            Assert.Matches(@"^Layer \d, Dense\(\d+ → \d+\): .*, in training step \d+\.", e.Message);
        }
    }

    [Fact]
    public void A_parameter_that_was_not_finite_before_is_named()
    {
        Network network = ScheduleTests.Create("Feedforward");
        network.Parameters[0].Value.Span[2 * 5 + 3] = float.NaN;
        NonFiniteException e = Assert.Throws<NonFiniteException>(() => Train(network, ScheduleTests.Input(), new Adam()));
        Assert.Equal((0, "weight[2, 3]"), (e.Layer, e.Quantity));
    }

    [Fact]
    public void A_loss_is_named_where_nothing_else_is()
    {
        var network = new Network([new Dense(2, 3)]);
        NonFiniteException e = Assert.Throws<NonFiniteException>(
            () => network.TrainStep(new Signal(new float[2], 1, 1, 2), [1], new Nowhere(), new Sgd(0.1f)));
        Assert.Equal((0, "loss", 1), (e.Layer, e.Quantity, e.TrainingStep));
    }

    [Fact]
    public void It_can_be_told_not_to_and_no_bit_depends_on_it()
    {
        foreach (string layers in new[] { "Feedforward", "Looped", "Direct" })
        {
            Network on = ScheduleTests.Create(layers), off = ScheduleTests.Create(layers);
            Assert.True(on.StopsAtNonFinite);
            off.StopsAtNonFinite = false;
            foreach (Network network in new[] { on, off })
            {
                var adam = new Adam();
                for (int i = 0; i < 3; i++) Train(network, ScheduleTests.Input(), adam);
            }

            Bits.Same(Values(on), Values(off));
            Signal input = ScheduleTests.Input();
            input.Data.Span.Fill(float.NaN);
            Train(off, input, new Adam());
            Assert.Contains(Values(off), float.IsNaN);
        }
    }

    [Fact]
    public void A_device_names_parameters_and_inputs_with_the_result_of_the_step()
    {
        Network network = ScheduleTests.Create("Feedforward", device: accelerator.Device);
        var adam = new Adam();
        Train(network, ScheduleTests.Input(), adam);
        Signal input = ScheduleTests.Input();
        input.Data.Span[(5 * 3 + 2) * 5 + 4] = float.NaN;
        NonFiniteException e = Assert.Throws<NonFiniteException>(() => Train(network, input, adam));
        Assert.Equal((0, "input", 5, 2, 4, 2), (e.Layer, e.Quantity, e.Step, e.Sample, e.Neuron, e.TrainingStep));
        Assert.Contains("The step has changed parameters", e.Message, StringComparison.Ordinal);
        network.Dispose();

        network = ScheduleTests.Create("Feedforward", device: accelerator.Device);
        network.Parameters[2].Value.Span[3] = float.NegativeInfinity;
        network.CopyToDevice();
        var batch = new Batch(ScheduleTests.Input(), Labels);
        e = Assert.Throws<NonFiniteException>(
            () => network.Train([batch, batch, batch], new MembraneCrossEntropy(), new Sgd(0f)));
        Assert.Equal(1, e.TrainingStep);
        Assert.Null(e.Neuron);
        network.Dispose();

        network = ScheduleTests.Create("Feedforward", device: accelerator.Device);
        network.StopsAtNonFinite = false;
        Train(network, input, new Adam());
        Assert.Contains(Values(network), float.IsNaN);
        network.Dispose();
    }

    /// <summary>A network of NaN is never right, whatever the labels are.</summary>
    [Fact]
    public void A_score_that_is_not_a_number_is_no_hit()
    {
        Assert.Equal(0, Loss.Accuracy([float.NaN, 1, 0, float.NaN], [0, 0]));
        Assert.Equal(0.5, Loss.Accuracy([float.PositiveInfinity, 1, float.NaN, float.NaN], [0, 0]));
        foreach (Device device in new[] { Device.Cpu, accelerator.Device })
        foreach (Loss loss in new Loss[] { new RateCrossEntropy(), new MaxOverTimeCrossEntropy(), new MembraneCrossEntropy() })
        {
            var network = new Network([new Dense(5, 3)], device: device);
            network.Parameters[0].Value.Span.Fill(float.NaN);
            network.CopyToDevice();
            BatchResult result = network.Evaluate(ScheduleTests.Input(), [0, 0, 0], loss);
            Assert.Equal((0, 0.0), (result.Correct, result.Accuracy));
            network.Dispose();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Every_place_of_an_array_is_looked_at(int length)
    {
        float[] values = Bits.Random(length, 1);
        Assert.Equal(-1, FiniteScan.IndexIn(values));
        for (int i = 0; i < length; i++)
        {
            foreach (float wrong in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                float kept = values[i];
                values[i] = wrong;
                Assert.Equal(i, FiniteScan.IndexIn(values));
                values[i] = float.MaxValue;
                Assert.Equal(-1, FiniteScan.IndexIn(values));
                values[i] = kept;
            }
        }
    }

    private static BatchResult Train(Network network, Signal input, Optimizer optimizer) =>
        network.TrainStep(input, Labels, new MembraneCrossEntropy(), optimizer);

    private static float[] Values(Network network) => [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private sealed class Nowhere : Loss
    {
        protected override void Compute(Backend ops, LossPass pass)
        {
            View<float> none = ops.Scratch(pass.Batch);
            ops.Fill(float.NaN, none);
            ops.AddLosses(none, pass.Losses);
            ops.Fill(0f, pass.Gradient);
        }
    }
}
