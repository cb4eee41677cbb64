using Xunit;

namespace Sgl.Tests;

public class SignalTests
{
    /// <summary>Steps that do not end at a byte's end.</summary>
    [Fact]
    public void Spikes_are_bits_until_floats_are_asked_for()
    {
        float[] values = [.. Bits.Random(4 * 3 * 5, 1, 0, 1).Select(draw => draw < 0.5f ? 1f : 0f)];
        Assert.True(new SpikePacker().TryPack(new Signal(values, 4, 3, 5), new Workers(1), out Signal bits));
        Assert.True(bits.IsSpikes);
        Assert.Equal(values, bits.ToFloats().Data.ToArray());
        Assert.Equal(values[15..45], bits.Slice(1, 2).ToFloats().Data.ToArray());
        Assert.Throws<InvalidOperationException>(() => bits.At(0));
        Assert.Throws<ArgumentException>(() => new Signal(new byte[4 * 2], 4, 3, 5));
    }

    [Fact]
    public void Knows_its_rows()
    {
        float[] data = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
        var changing = new Signal(data, steps: 4, batch: 2, features: 3);
        Assert.Equal([6, 7, 8, 9, 10, 11], changing.At(1).ToArray());
        Assert.Equal((8, 6), (changing.Rows, changing.Plane.Stride));
        var constant = new Signal(data.AsMemory(0, 6), steps: 4, batch: 2, features: 3, isConstant: true);
        Assert.Equal([0, 1, 2, 3, 4, 5], constant.At(3).ToArray());
        Assert.Equal((2, 0), (constant.Rows, constant.Plane.Stride));
        Assert.Throws<ArgumentOutOfRangeException>(() => constant.At(4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => constant.At(-1).Length);
    }

    [Fact]
    public void Rejects_data_that_do_not_have_its_shape()
    {
        string message = Assert.Throws<ArgumentException>(() => new Signal(new float[23], 4, 2, 3)).Message;
        Assert.Contains("23", message, StringComparison.Ordinal);
        Assert.Contains("24", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Signal(new float[24], 4, 2, 3, isConstant: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Signal(default, 0, 2, 3));
    }

    [Fact]
    public void A_parameter_starts_at_zero_and_checks_its_shape()
    {
        var parameter = new Parameter("weight", 2, 3);
        Assert.Equal(new float[6], parameter.Value.ToArray());
        parameter.Gradient.Span.Fill(1);
        parameter.ZeroGradient();
        Assert.Equal(new float[6], parameter.Gradient.ToArray());
        Assert.Throws<ArgumentException>(() => new Parameter("weight"));
        Assert.Throws<ArgumentException>(() => new Parameter("weight", 2, 0));
        Assert.Throws<ArgumentException>(() => new Parameter("weight", 1 << 16, 1 << 16));
    }

    [Fact]
    public void A_slice_is_some_steps_of_it()
    {
        var signal = new Signal(new float[] { 1, 2, 3, 4, 5, 6 }, steps: 3, batch: 1, features: 2);
        Signal slice = signal.Slice(1, 2);
        Assert.Equal((2, 1, 2), (slice.Steps, slice.Batch, slice.Features));
        Assert.Equal([3, 4, 5, 6], slice.Data.ToArray());
        var row = new Signal(new float[] { 7, 8 }, 3, 1, 2, isConstant: true);
        Signal constant = row.Slice(2, 1);
        Assert.Equal([7, 8], constant.At(0).ToArray());
        Assert.True(constant.IsConstant);
        Assert.Throws<ArgumentOutOfRangeException>(() => signal.Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => row.Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => signal.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => signal.Slice(0, 0));
    }

    /// <summary>A caller may have spikes as bits, whatever the first layer takes.</summary>
    [Fact]
    public void Every_layer_takes_spikes_as_bits()
    {
        Spikes spikes = new(steps: 5, batch: 3, features: 11, density: 0.4);
        Signal packed = Spikes.Packed(new Signal(spikes.Values, 5, 3, 11));
        foreach (Func<Layer> create in new Func<Layer>[]
            { () => new Dense(11, 4), () => new Spiking<Lif>(11), () => new Recurrent<Lif>(11) })
        {
            Bits.Same(Train(create(), new Signal(spikes.Values, 5, 3, 11)), Train(create(), packed));
        }

        static float[] Train(Layer layer, Signal input)
        {
            var network = new Network([layer], seed: 3, threads: 1);
            Signal output = network.Forward(input, training: true).ToFloats();
            network.Backward(new Signal(Bits.Random(output.Data.Length, 5), 5, 3, layer.Outputs));
            return [.. output.Data.Span, .. network.Parameters.SelectMany(parameter => parameter.Gradient.ToArray())];
        }
    }
}
