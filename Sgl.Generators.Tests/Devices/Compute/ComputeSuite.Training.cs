using ILGPU;
using ILGPU.Runtime;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

public abstract partial class ComputeSuite
{
    public static readonly TheoryData<string> Optimizers = ["sgd", "momentum", "adam"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Optimizers_have_the_bits_of_the_processor(string name)
    {
        const int Length = 37;
        Optimizer optimizer = name switch
        {
            "sgd" => new Sgd(0.1f),
            "momentum" => new Sgd(0.1f, 0.9f),
            _ => new Adam(0.1f),
        };
        var parameter = new Parameter("weight", Length) { Min = -0.25f, Max = 0.5f };
        Bits.Fill(parameter.Value.Span, 9);
        parameter.Clamp(); // many begin at a bound, and gradients push some beyond it
        var device = DeviceOptimizer.Of(optimizer, Launcher);
        ArrayView<float> gradient = On(new float[Length]);
        var onDevice = new DeviceParameter(
            On(parameter.Value.ToArray()), gradient, On(new float[Length * device.Moments]), parameter.Min, parameter.Max);
        for (int step = 1; step <= 4; step++)
        {
            Bits.Fill(parameter.Gradient.Span, (ulong)step);
            if (step == 4) parameter.Gradient.Span[0] = float.NaN;
            gradient.CopyFromCPU(parameter.Gradient.ToArray());
            optimizer.LearningRate = 0.1f / step;
            optimizer.Step([parameter]);
            device.Update(onDevice, step);
            Bits.Same(parameter.Value.Span, Read(onDevice.Value));
        }
    }

    [Fact]
    public void What_is_not_the_librarys_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => DeviceOptimizer.Of(new OwnOptimizer(), Launcher));
        Assert.Throws<NotSupportedException>(() => DeviceLoss.Of(new OwnLoss(), Launcher));
    }

    [Fact]
    public void Encoders_give_the_spikes_of_the_processor()
    {
        const int Batch = 3, Features = 11, Steps = 40;
        float[] values = Bits.Random(Batch * Features, 1, 0, 1);
        (values[0], values[1], values[2]) = (0f, 1f, 0.5f);
        var device = new DeviceEncoders(Launcher);
        ArrayView<float> spikes = Unwritten(Steps * values.Length);

        (PoissonEncoder poisson, PoissonEncoder same) = (new(5), new(5));
        for (int call = 0; call < 2; call++)
        {
            device.Poisson(On(values), same.NextDraws(), spikes);
            Assert.Equal(poisson.Encode(values, Batch, Features, Steps).Data.ToArray(), Read(spikes));
        }

        var latency = new LatencyEncoder(0.2f);
        device.Latency(On(values), latency.Threshold, spikes);
        Assert.Equal(latency.Encode(values, Batch, Features, Steps).Data.ToArray(), Read(spikes));
    }

    private sealed class OwnOptimizer() : Optimizer(1f)
    {
        protected override void Update(Parameter parameter)
        {
        }
    }

    private sealed class OwnLoss : Loss
    {
        protected override double EvaluateCore(Signal output, ReadOnlySpan<int> labels, Span<float> gradient) => 0;

        protected override void ScoresCore(Signal output, Span<float> scores)
        {
        }
    }
}
