using System.Globalization;
using System.Text;

namespace Sgl;

/// <summary>
/// Counts spikes: the firing rates of each spiking layer, and which neurons are dead (never spike) or saturated (spike
/// always), of which neither learns much or tells anything. <see cref="ToString"/> is a table.
/// </summary>
/// <remarks>
/// It counts forward passes of every kind, training or not. Layers whose output is a spike by its type are in it:
/// populations of models that return <see cref="SpikeMath.Spike(float)"/>, and own layers that have spikes.
/// </remarks>
public sealed class ActivityReport : PassObserver
{
    private readonly SortedDictionary<int, Counts> _counts = [];

    /// <summary>From which rate on a neuron is saturated, in spikes per time step, above 0 to 1. Default 1: every step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not within the range.</exception>
    public double SaturatedRate
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate is above 0 and at most 1.");
    } = 1;

    /// <summary>The spiking layers, from input to output, as they were seen so far; none before the report observes a network.</summary>
    public IReadOnlyList<LayerActivity> Layers =>
    [
        .. _counts.Select(item => new LayerActivity(
            item.Key, Network!.Layers[item.Key], item.Value.SampleSteps, item.Value.Spikes, SaturatedRate)),
    ];

    /// <summary>Forgets all that was counted.</summary>
    public void Clear()
    {
        foreach (Counts counts in _counts.Values)
        {
            counts.SampleSteps = 0;
            Array.Clear(counts.Spikes);
        }
    }

    /// <summary>A row for each layer: rates, how many neurons are dead or saturated, and the histogram of rates.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{"spikes per time step",-32}{"mean",8}{"min",8}{"max",8}{"dead",8}{"saturated",11}  neurons per tenth of rate");
        foreach (LayerActivity layer in Layers)
        {
            string name = $"{layer.Index}: {layer.Layer}";
            Line($"{name,-32}{layer.MeanRate,8:F4}{layer.MinRate,8:F4}{layer.MaxRate,8:F4}{layer.Dead.Count,8}{layer.Saturated.Count,11}  {string.Join(" ", layer.Histogram)}");
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    protected override void OnAttach(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (_counts.Count > 0) return;
        for (int i = 0; i < network.Layers.Count; i++)
            if (network.Layers[i].Has(LayerTraits.GivesSpikes)) _counts.Add(i, new Counts(network.Layers[i].Outputs));
    }

    /// <inheritdoc/>
    protected internal override void OnForward(LayerForward pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (pass.IsRecomputed || !_counts.TryGetValue(pass.Index, out Counts? counts)) return;
        counts.SampleSteps += (long)pass.Steps * pass.Batch;
        Signal output = pass.Output;
        int features = output.Features;
        if (output.IsSpikes)
        {
            for (int row = 0; row < output.Rows; row++)
                foreach (int neuron in output.Spikes.SpikesOf(row, 0, features)) counts.Spikes[neuron]++;
            return;
        }

        ReadOnlySpan<float> values = output.Data.Span;
        int times = output.IsConstant ? output.Steps : 1;
        for (int i = 0; i < values.Length; i++)
            if (values[i] != 0) counts.Spikes[i % features] += times;
    }

    private sealed class Counts(int neurons)
    {
        public long[] Spikes { get; } = new long[neurons];

        public long SampleSteps { get; set; }
    }
}
