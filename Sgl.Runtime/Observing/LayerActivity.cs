namespace Sgl;

/// <summary>How often the neurons of one layer have spiked, over all samples and time steps that were seen.</summary>
public sealed class LayerActivity
{
    private const int Buckets = 10;

    internal LayerActivity(int index, Layer layer, long sampleSteps, ReadOnlySpan<long> spikes, double saturatedRate)
    {
        (Index, Layer, SampleSteps) = (index, layer, sampleSteps);
        var rates = new double[spikes.Length];
        var histogram = new int[Buckets];
        List<int> dead = [], saturated = [];
        for (int i = 0; i < spikes.Length && sampleSteps > 0; i++)
        {
            rates[i] = (double)spikes[i] / sampleSteps;
            histogram[Math.Min((int)(Buckets * spikes[i] / sampleSteps), Buckets - 1)]++;
            if (spikes[i] == 0) dead.Add(i);
            if (rates[i] >= saturatedRate) saturated.Add(i);
        }

        (Rates, Histogram, Dead, Saturated) = (rates, histogram, dead, saturated);
    }

    /// <summary>Which layer, counted from 0.</summary>
    public int Index { get; }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>Samples times time steps that were seen; while it is 0, no neuron is dead or saturated.</summary>
    public long SampleSteps { get; }

    /// <summary>The firing rate of each neuron, in spikes per time step, 0 to 1.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The mean of <see cref="Rates"/>.</summary>
    public double MeanRate => Rates.Average();

    /// <summary>The least of <see cref="Rates"/>.</summary>
    public double MinRate => Rates.Min();

    /// <summary>The largest of <see cref="Rates"/>.</summary>
    public double MaxRate => Rates.Max();

    /// <summary>How many neurons have a rate within [0, 0.1), [0.1, 0.2), … [0.9, 1]: ten numbers.</summary>
    public IReadOnlyList<int> Histogram { get; }

    /// <summary>The neurons that never spiked.</summary>
    public IReadOnlyList<int> Dead { get; }

    /// <summary>The neurons whose rate is at least <see cref="ActivityReport.SaturatedRate"/>.</summary>
    public IReadOnlyList<int> Saturated { get; }
}
