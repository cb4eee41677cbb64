namespace Sgl.Bench;

/// <summary>
/// The neurons of a <see cref="Population"/> as a layer of a network has them: the tape takes the place of the input, and the
/// input's gradient that of the tape.
/// </summary>
internal sealed class NeuronLayer
{
    private readonly Population _population;
    private readonly Spiking<Lif> _layer;
    private readonly Pass _pass;
    private readonly Signal _input, _spikeGradient;
    private readonly bool _asBits;
    private Signal _spikes;

    /// <param name="population">Its planes, in place.</param>
    /// <param name="steps">T.</param>
    /// <param name="batch">B.</param>
    /// <param name="features">F, with B·F neurons in the population.</param>
    /// <param name="asBits">Whether spikes leave as a bit each, as within a network; else as floats, as at its end.</param>
    public NeuronLayer(Population population, int steps, int batch, int features, bool asBits)
    {
        var neuron = new Lif { Beta = Population.Beta, Threshold = Population.Threshold };
        (_population, _asBits) = (population, asBits);
        _layer = new Spiking<Lif>(features, neuron);
        _pass = new Pass(new Workers(threads: 1), IsTraining: true, NeedsInputGradient: true)
        {
            Edges = new Edges { GivesBits = asBits, MayOverwriteInput = true },
        };
        _input = new Signal(population.Input, steps, batch, features);
        _spikeGradient = new Signal(population.SpikeGradient, steps, batch, features);
    }

    /// <summary>Bytes that a pass must read or write: those of the population, but a spike may be a bit.</summary>
    public double Bytes =>
        _population.Bytes - (_asBits ? _population.SpikeBytes * (1 - 1 / (8.0 * sizeof(float))) : 0);

    /// <summary>Forward and backward.</summary>
    public void Pass()
    {
        _spikes = _layer.Forward(_input, _pass);
        _layer.Backward(_spikeGradient, _pass);
    }

    /// <summary>The same, and the spikes where the population has its own, to be compared.</summary>
    public void PassToFloats()
    {
        Pass();
        _spikes.ToFloats().Data.CopyTo(_population.Spike);
    }
}
