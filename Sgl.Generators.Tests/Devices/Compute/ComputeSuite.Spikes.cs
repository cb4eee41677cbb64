using ILGPU;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

public abstract partial class ComputeSuite
{
    // Time steps, samples, inputs, outputs: less than a word of each, more, and whole words.
    public static readonly TheoryData<int, int, int, int, double> SpikeShapes = new()
    {
        { 1, 1, 1, 1, 1 }, { 3, 5, 7, 9, 0.3 }, { 33, 2, 40, 10, 0.2 }, { 32, 3, 64, 33, 0.1 }, { 4, 3, 65, 32, 0 },
        { 2, 3, 31, 64, 1 },
    };

    [Theory]
    [MemberData(nameof(SpikeShapes))]
    public void Spikes_are_turned_packed_unpacked_and_counted(int steps, int batch, int features, int _, double density)
    {
        var spikes = new Spikes(steps, batch, features, density);
        DeviceSpikes packed = Empty(steps * batch, features);
        var packer = new DeviceSpikePacker(Launcher);
        packer.Pack(On(spikes.Values), packed);
        uint[] words = Read(packed.Words);

        DeviceSpikes turned = Empty(steps * batch, features);
        new SpikesFromTime(Launcher).Turn(On(AlongTime(spikes.Values, steps, batch * features)), steps, turned);
        Assert.Equal(words, Read(turned.Words));

        ArrayView<float> values = Unwritten(spikes.Values.Length);
        packer.Unpack(packed, values);
        Assert.Equal(spikes.Values, Read(values));
        Assert.Equal(
            spikes.Matrix.Count(), new SpikeCounter(Launcher).Count(packed.Words, On(new long[SpikeCounter.Counts])));

        uint[] columns = Read(Columns(packed));
        for (int i = 0; i < spikes.Values.Length; i++)
        {
            (int row, int feature) = (i / features, i % features);
            Assert.Equal(spikes.Values[i], columns[row / 32 * features + feature] >> row % 32 & 1);
        }
    }

    [Theory]
    [MemberData(nameof(SpikeShapes))]
    public void Products_of_spikes_have_the_bits_of_the_processor(int steps, int batch, int inputs, int outputs, double density)
    {
        var x = new Spikes(steps, batch, inputs, density);
        int rows = steps * batch;
        float[] weights = Bits.Random(inputs * outputs, 2);
        float[] bias = Bits.Random(outputs, 3);
        var product = new DeviceSpikeProduct(Launcher);
        DeviceSpikes onDevice = Packed(x);
        ArrayView<float> w = On(weights), y = Unwritten(rows * outputs);

        product.Multiply(onDevice, w, y);
        Bits.Same(Expected(new float[rows * outputs], accumulate: false), Read(y));
        product.MultiplyOnto(On(bias), onDevice, w, y);
        float[] biases = [.. Enumerable.Range(0, rows).SelectMany(_ => bias)];
        Bits.Same(Expected(biases, accumulate: true), Read(y));
        float[] before = Bits.Random(rows * outputs, 4);
        y = On(before);
        product.Multiply(onDevice, w, y, accumulate: true);
        Bits.Same(Expected(before, accumulate: true), Read(y));

        float[] Expected(float[] c, bool accumulate)
        {
            float[] sum = [.. c];
            SpikeProduct.Multiply(x.Matrix, new Matrix(weights, inputs, outputs), sum, new Workers(1), accumulate);
            return sum;
        }
    }

    [Theory]
    [MemberData(nameof(SpikeShapes))]
    public void The_weight_gradient_has_the_bits_of_the_processor(int steps, int batch, int inputs, int outputs, double density)
    {
        var x = new Spikes(steps, batch, inputs, density);
        int rows = steps * batch;
        float[] dy = Bits.Random(rows * outputs, 4);
        float[] dw = Bits.Random(outputs * inputs, 5);
        ArrayView<float> sum = On(dw);
        new DeviceSpikeProduct(Launcher).AddOuter(On(dy), Columns(Packed(x)), rows, sum);
        SpikeProduct.AddOuter(new Matrix(dy, rows, outputs), x.Matrix, dw, new Workers(1));
        Bits.Same(dw, Read(sum));
    }

    private DeviceSpikes Packed(Spikes spikes)
    {
        DeviceSpikes packed = Empty(spikes.Matrix.Rows, spikes.Matrix.Features);
        new DeviceSpikePacker(Launcher).Pack(On(spikes.Values), packed);
        return packed;
    }

    private ArrayView<uint> Columns(DeviceSpikes spikes)
    {
        ArrayView<uint> columns = On(new uint[SpikeColumns.Length(spikes.Rows, spikes.Features)]);
        new SpikeColumns(Launcher).Turn(spikes, columns);
        return columns;
    }

    private DeviceSpikes Empty(int rows, int features)
    {
        uint[] words = new uint[rows * DeviceSpikes.WordsFor(features)];
        Array.Fill(words, uint.MaxValue);
        return new DeviceSpikes(On(words), rows, features);
    }

    // As the kernels of neurons write them.
    private static uint[] AlongTime(float[] values, int steps, int neurons)
    {
        uint[] words = new uint[DeviceSpikes.WordsFor(steps) * neurons];
        for (int i = 0; i < values.Length; i++)
            if (values[i] != 0) words[i / neurons / 32 * neurons + i % neurons] |= 1u << i / neurons % 32;
        return words;
    }
}
