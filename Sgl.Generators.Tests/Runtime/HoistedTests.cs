using Xunit;

namespace Sgl.Tests;

/// <summary>Gradients that go through what depends on parameters only: summed over time, from chunk to chunk, finished once.</summary>
public class HoistedTests
{
    private const int Steps = 7, Batch = 2, Features = 3;

    [Fact]
    public void Chunks_give_the_same_bits()
    {
        Assert.Equal(2, new Spiking<Relaxing>(1).Population.SumsOverTime); // of the parameter, and of what is hoisted
        float[] expected = Train(Create(), Schedule.LayerByLayer);
        foreach (int steps in new[] { 1, 2, 3, 6 }) Bits.Same(expected, Train(Create(), Schedule.Chunked(steps)));
    }

    [Fact]
    public void A_pass_starts_without_the_sums_of_the_last_one()
    {
        Network network = Create();
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(3) })
            Bits.Same(Train(network, schedule), Train(network, schedule));
    }

    private static Network Create() =>
        new([new Spiking<Relaxing>(Features), new Recurrent<Relaxing>(Features)], seed: 2, threads: 1);

    private static float[] Train(Network network, Schedule schedule)
    {
        network.Schedule = schedule;
        var input = new Signal(Bits.Random(Steps * Batch * Features, 1), Steps, Batch, Features);
        network.TrainStep(input, [0, 2], new MembraneCrossEntropy(), new Sgd(0f));
        float[] gradients = [.. network.Parameters.SelectMany(parameter => parameter.Gradient.ToArray())];
        Assert.DoesNotContain(0f, gradients);
        return gradients;
    }
}

/// <summary>A leaky integrator that is told its time constant.</summary>
[Surrogate(Kind.None)]
internal sealed partial class Relaxing
{
    [Parameter(Learnable = true, PerNeuron = true)] public float Tau = 4f;
    [State] private float v;

    public float Step(float x)
    {
        float decay = 1f - 1f / Tau;
        v = decay * v + x;
        return v;
    }
}
