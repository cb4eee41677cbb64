using System.Globalization;
using System.Text;

namespace Sgl;

/// <summary>
/// What runs when in a training step, and the memory that is kept for it, on the network's device. Parameters, their
/// gradients and what an optimizer remembers are not counted, nor is scratch that tiles and products borrow; the input is
/// on a device, which has it in memory of its own.
/// </summary>
public sealed class NetworkPlan
{
    private readonly TimeCut _cut;

    /// <param name="layers">From input to output.</param>
    /// <param name="edges">How they are joined.</param>
    /// <param name="input">The shape of the network's input.</param>
    /// <param name="cut">How time is cut.</param>
    /// <param name="plan">What a layer keeps for its largest pass, where it computes.</param>
    /// <param name="others">What the network keeps there beside what every network does.</param>
    internal NetworkPlan(
        IReadOnlyList<Layer> layers,
        IReadOnlyList<Edges> edges,
        PassShape input,
        TimeCut cut,
        Func<int, PassShape, IEnumerable<PlannedBuffer>> plan,
        params IEnumerable<PlannedBuffer> others)
    {
        (_cut, Steps, Batch) = (cut, input.Steps, input.Batch);
        int first = ConstantLayers(layers, input.IsConstant);
        bool isCut = cut.Chunks > 1 && first < layers.Count;
        long states = 0;
        var planned = new PlannedLayer[layers.Count];
        for (int i = 0; i < planned.Length; i++)
        {
            Layer layer = layers[i];
            var pass = new PassShape(
                i < first ? input.Steps : cut.Steps, Batch, IsConstant: i <= first && input.IsConstant, true, i > 0)
            {
                IsCut = i >= first && isCut,
                Edges = edges[i] with { MayOverwriteInput = i > first && edges[i].MayOverwriteInput },
            };
            planned[i] = new PlannedLayer(
                layer.ToString()!,
                i < first ? PlannedRun.OnceForAllSteps : isCut ? PlannedRun.InChunks : PlannedRun.AllSteps,
                [.. plan(i, pass)]);
            if (layer.States is null) continue;
            NeuronSteps += (long)Steps * Batch * layer.Outputs;
            states += layer.States.Length(Batch);
        }

        Layers = planned;
        long output = (long)Steps * Batch * layers[^1].Outputs;
        Shared =
        [
            PlannedBuffer.Floats("gradient of output", output),
            PlannedBuffer.Floats("scores", (long)Batch * layers[^1].Outputs),
            .. isCut ? [PlannedBuffer.Floats("output of all chunks", output)] : (PlannedBuffer[])[],
            .. isCut && cut.Checkpoints > 0
                ? [PlannedBuffer.Floats("states at boundaries", cut.Checkpoints * states)] : (PlannedBuffer[])[],
            .. isCut && first > 0
                ? [PlannedBuffer.Floats("gradient summed over time", (long)Batch * layers[first].Inputs)]
                : (PlannedBuffer[])[],
            .. others,
        ];
        Bytes = Layers.Sum(layer => layer.Bytes) + Shared.Sum(buffer => buffer.Bytes);
    }

    /// <summary>T, the number of time steps.</summary>
    public int Steps { get; }

    /// <summary>B, the number of samples.</summary>
    public int Batch { get; }

    /// <summary>Time steps of a chunk; T where time is not cut.</summary>
    public int StepsPerChunk => _cut.Steps;

    /// <summary>The layers, from input to output.</summary>
    public IReadOnlyList<PlannedLayer> Layers { get; }

    /// <summary>The buffers of the network itself.</summary>
    public IReadOnlyList<PlannedBuffer> Shared { get; }

    /// <summary>The largest buffer of floats that is too large for one array, which a pass would refuse; null is none.</summary>
    internal PlannedBuffer? TooLarge => Layers.SelectMany(layer => layer.Buffers).Concat(Shared)
        .FirstOrDefault(buffer => buffer.Bytes > (long)Sizes.Most * sizeof(float));

    /// <summary>All buffers together.</summary>
    public long Bytes { get; }

    /// <summary>Time steps times samples times neurons, of all layers that have states.</summary>
    public long NeuronSteps { get; }

    /// <summary><see cref="Bytes"/> per <see cref="NeuronSteps"/>; NaN where no layer has states.</summary>
    public double BytesPerNeuronStep => NeuronSteps == 0 ? double.NaN : (double)Bytes / NeuronSteps;

    /// <summary>What runs when, then a table of all buffers.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{Steps} steps of {Batch} samples, {Order()}");
        foreach (PlannedLayer layer in Layers)
        {
            Line($"{layer.Name + ", " + layer.When(_cut),-58}{layer.Bytes,16:N0} bytes");
            foreach (PlannedBuffer buffer in layer.Buffers) Line($"  {buffer.Name,-56}{buffer.Bytes,16:N0}");
        }

        Line($"{"network",-58}{Shared.Sum(buffer => buffer.Bytes),16:N0} bytes");
        foreach (PlannedBuffer buffer in Shared) Line($"  {buffer.Name,-56}{buffer.Bytes,16:N0}");
        Line($"{"total",-58}{Bytes,16:N0} bytes");
        if (NeuronSteps > 0) Line($"{"per neuron-step",-58}{BytesPerNeuronStep,16:F2} bytes");
        return text.ToString();
    }

    // The first layers whose output does not change over time.
    private static int ConstantLayers(IReadOnlyList<Layer> layers, bool isConstant)
    {
        int count = 0;
        while (isConstant && count < layers.Count && layers[count].Traits.HasFlag(LayerTraits.KeepsConstant)) count++;
        return count;
    }

    private string Order()
    {
        if (_cut.Chunks == 1) return "layer by layer: forward, then backward";
        string gradients = _cut.Truncates ? "; gradients stop at its start" : "";
        return $"{_cut.Chunks} chunks of {_cut.Steps}: all forward; then, from the last to the first, each but the last "
            + $"forward again, and backward{gradients}";
    }
}
