using ILGPU;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

public abstract partial class ComputeSuite
{
    // σ within its 2 units in the last place.
    private const double NearSigmoid = 3e-7;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 7)]
    [InlineData(0, 5)]
    [InlineData(9, 70)]
    public void Sums_of_rows_have_the_bits_of_the_processor(int count, int features)
    {
        float[] rows = Bits.Random(count * features, 1);
        foreach (bool downwards in new[] { false, true })
        {
            float[] expected = Bits.Random(features, 2);
            ArrayView<float> sum = On(expected);
            new DeviceSums(Launcher).AddTo(sum, On(rows), downwards);
            Rows.AddTo(expected, rows, new Workers(1), downwards);
            Bits.Same(expected, Read(sum));
        }
    }

    [Fact]
    public void Arrays_are_filled_scaled_and_added()
    {
        var arrays = new DeviceArrays(Launcher);
        ArrayView<float> values = Unwritten(6);
        arrays.FillRows(values, On(1f, 2f, 3f));
        arrays.Scale(values, 2f);
        arrays.Add(values, On(1f, 0f, 0f, 0f, 0f, -1f));
        Assert.Equal([3, 4, 6, 2, 4, 5], Read(values));
        arrays.Fill(values, -1f);
        Assert.Equal(Enumerable.Repeat(-1f, 6), Read(values));
        Assert.Throws<ArgumentException>(() => arrays.FillRows(values, On(1f, 2f, 3f, 4f)));
    }

    [Fact]
    public void Threads_take_more_than_one_item_where_there_are_very_many()
    {
        ArrayView<float> values = On(new float[Spread.MaxThreads + 5]);
        new DeviceArrays(Launcher).Fill(values, 3f);
        Assert.DoesNotContain(0f, Read(values).AsSpan(Spread.MaxThreads - 1).ToArray());
    }

    [Theory]
    [InlineData(true, Bound.Clamp)]
    [InlineData(false, Bound.Clamp)]
    [InlineData(true, Bound.Logistic)]
    [InlineData(false, Bound.Logistic)]
    public void Learned_parameters_are_those_of_the_processor(bool perNeuron, Bound bound)
    {
        const int Features = 13, Batch = 5;
        var info = new ParameterInfo("beta", Learnable: true, perNeuron) { Min = -2f, Max = 3f, Bound = bound };
        var parameter = new LearnedParameter(0, info, Features, [0.5f], "Model");
        Span<float> learned = parameter.Parameter.Value.Span;
        Bits.Fill(learned, 1, -2, 2);
        Bits.Fill(parameter.Parameter.Gradient.Span, 2);
        float[] neurons = Bits.Random(Batch * Features, 3);

        var device = new DeviceLearned(Launcher);
        var boundOnDevice = DeviceBound.Of(info);
        ArrayView<float> learnedOnDevice = On(learned.ToArray());
        ArrayView<float> gradient = On(parameter.Parameter.Gradient.ToArray());
        ArrayView<float> effective = Unwritten(learned.Length);
        device.Effective(boundOnDevice, parameter.Map, learnedOnDevice, effective);
        if (perNeuron) device.AddGradient(boundOnDevice, learnedOnDevice, On(neurons), gradient);
        else device.AddShared(boundOnDevice, learnedOnDevice, On(neurons), gradient);

        parameter.AddGradient(neurons, new Workers(1));
        Compare(parameter.Effective(), Read(effective));
        Compare(parameter.Parameter.Gradient.Span, Read(gradient));

        void Compare(ReadOnlySpan<float> expected, float[] actual)
        {
            if (bound == Bound.Clamp) Bits.Same(expected, actual);
            else Bits.Near(Array.ConvertAll(expected.ToArray(), value => (double)value), actual, 10 * NearSigmoid);
        }
    }

    [Fact]
    public void Parameters_of_channels_are_those_of_the_processor()
    {
        const int Batch = 3;
        var shape = new Shape(4, 3, 5);
        var info = new ParameterInfo("beta", Learnable: true, PerNeuron: false) { PerChannel = true };
        var parameter = new LearnedParameter(0, info, shape, [0.5f], "Model");
        Assert.Equal(4, parameter.Parameter.Value.Length);
        Bits.Fill(parameter.Parameter.Value.Span, 1, -2, 2);
        Bits.Fill(parameter.Parameter.Gradient.Span, 2);
        float[] neurons = Bits.Random(Batch * shape.Features, 3), expected = new float[shape.Features];
        parameter.Map.Spread(parameter.Effective(), expected);

        var device = new DeviceLearned(Launcher);
        var bound = DeviceBound.Of(info);
        ArrayView<float> learned = On(parameter.Parameter.Value.ToArray()), gradient = On(parameter.Parameter.Gradient.ToArray());
        ArrayView<float> effective = Unwritten(shape.Features), ofNeurons = On(new float[shape.Features]);
        device.Effective(bound, parameter.Map, learned, effective);
        Bits.Same(expected, Read(effective));
        new DeviceSums(Launcher).AddTo(ofNeurons, On(neurons));
        device.AddChannels(bound, parameter.Map, learned, ofNeurons, gradient);
        parameter.AddGradient(neurons, new Workers(1));
        Bits.Same(parameter.Parameter.Gradient.Span, Read(gradient));
    }
}
