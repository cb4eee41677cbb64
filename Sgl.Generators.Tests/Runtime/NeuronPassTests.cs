using System.Collections.Immutable;
using Xunit;

namespace Sgl.Tests;

public class NeuronPassTests
{
    private const int Steps = 6;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1024)] // several tiles that start within a sample
    [InlineData(7, 300)]
    [InlineData(1, 4100)]
    public void Has_the_bits_of_a_layer(int batch, int features)
    {
        int neurons = batch * features;
        float[] x = Bits.Random(Steps * neurons, 1), dy = Bits.Random(Steps * neurons, 2);
        var layer = new Spiking<Leaky>(features);
        Bits.Random(features, 3).CopyTo(layer.Parameters[0].Value);
        var workers = new Workers(2);
        Signal expectedY = layer.Forward(new Signal(x, Steps, batch, features), training: true, workers);
        float[] y = expectedY.Data.ToArray();
        float[] dx = layer.Backward(new Signal(dy, Steps, batch, features), true, workers).Data.ToArray();

        NeuronInfo info = Info<Leaky>();
        ImmutableArray<Plane> tape = [.. info.Tape.Select(_ => Plane(new float[Steps * neurons]))];
        var pass = new NeuronPass<Leaky>(
            Steps, batch, features, [Plane(x)],
            [.. info.Parameters.Select(parameter => (ReadOnlyMemory<float>)layer.ValuesOf(parameter.Name))],
            [Enumerable.Repeat(new Leaky().U, neurons).ToArray()], tape);
        float[][] outputs = Arrays(info.Outputs.Length, Steps * neurons), states = Arrays(info.States.Length, neurons);
        pass.Forward([.. outputs.Select(Plane)], [.. states.Select(state => state.AsMemory())], workers);
        Assert.Equal(y, outputs[0]);
        Assert.Equal(y[^neurons..], states[0]);

        var actualDx = new float[x.Length];
        float[][] gradients = [.. layer.Parameters.Select(parameter => new float[parameter.Value.Length])];
        foreach (float[] gradient in gradients) gradient.AsSpan().Fill(float.NaN); // written, not added to
        int learned = 0;
        pass.Backward(
            [.. info.Outputs.Select((_, k) => k == 0 ? Plane(dy) : default)],
            [Plane(actualDx)],
            [.. info.Parameters.Select(parameter => parameter.Learnable ? gradients[learned++] : Memory<float>.Empty)],
            workers);
        Assert.Equal(dx, actualDx);
        Assert.Equal(layer.Parameters.Select(parameter => parameter.Gradient.ToArray()), gradients);

        Plane Plane(float[] values) => new(values, neurons);
    }

    [Fact]
    public void Arrays_of_the_wrong_length_are_refused_by_name()
    {
        NeuronInfo info = Info<Leaky>();
        ImmutableArray<ReadOnlyMemory<float>> parameters =
            [.. info.Parameters.Select(parameter => (ReadOnlyMemory<float>)new float[parameter.PerNeuron ? 4 : 1])];
        ImmutableArray<ReadOnlyMemory<float>> states = [.. info.States.Select(_ => (ReadOnlyMemory<float>)new float[8])];
        Assert.Contains("A plane of inputs has 39 values; 48 are expected", Refusal(new float[39], 8), StringComparison.Ordinal);
        Assert.Contains("has a stride of 7; 0, or 8 and more are expected", Refusal(new float[48], 7), StringComparison.Ordinal);
        Assert.Contains("There are 0 parameters; Leaky has", Assert.Throws<ArgumentException>(() =>
            new NeuronPass<Leaky>(Steps, 2, 4, [new Plane(new float[48], 8)], [], states, [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NeuronPass<Leaky>(0, 2, 4, [], [], [], []));

        string Refusal(float[] input, int stride) => Assert.Throws<ArgumentException>(() => new NeuronPass<Leaky>(
            Steps, 2, 4, [new Plane(input, stride)], parameters, states, []).Forward([], [], new Workers())).Message;
    }

    private static float[][] Arrays(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    private static NeuronInfo Info<TNeuron>()
        where TNeuron : INeuron<TNeuron> => TNeuron.Info;
}
