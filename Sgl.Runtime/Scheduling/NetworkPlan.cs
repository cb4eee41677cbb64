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

    /// <param name="graph">The layers and how they are joined.</param>
    /// <param name="input">The shape of the network's inputs.</param>
    /// <param name="cut">How time is cut.</param>
    /// <param name="plan">What a layer keeps for its largest pass, where it computes.</param>
    /// <param name="others">What the network keeps there beside what every network does.</param>
    internal NetworkPlan(
        LayerGraph graph,
        PassShape input,
        TimeCut cut,
        Func<int, PassShape, IEnumerable<PlannedBuffer>> plan,
        params IEnumerable<PlannedBuffer> others)
    {
        (_cut, Steps, Batch) = (cut, input.Steps, input.Batch);
        bool[] areConstant = graph.ConstantLayers([.. graph.Inputs.Select(_ => input.IsConstant)]);
        bool isCut = cut.Chunks > 1 && areConstant.Contains(false);
        long states = 0;
        var planned = new PlannedLayer[areConstant.Length];
        for (int i = 0; i < planned.Length; i++)
        {
            Layer layer = graph.Layers[i];
            (bool readsConstant, bool readsLayer) = Reads(graph, i, areConstant, input.IsConstant);
            Edges edges = graph.Edges[i];
            bool isInCycle = graph.PartOf(i).IsCycle, isStepped = isInCycle && layer is not Delay { IsAhead: true };
            int steps = areConstant[i] ? input.Steps : isStepped ? 1 : cut.Steps;
            var pass = new PassShape(steps, Batch, readsConstant, true, readsLayer)
            {
                IsCut = !areConstant[i] && (isCut || isInCycle),
                IsInCycle = isInCycle,
                Edges = edges with { MayOverwriteInput = edges.MayOverwriteInput && !readsConstant },
            };
            planned[i] = new PlannedLayer(
                graph.Names[i],
                layer.ToString()!,
                areConstant[i] ? PlannedRun.OnceForAllSteps
                    : isInCycle ? PlannedRun.StepByStep : isCut ? PlannedRun.InChunks : PlannedRun.AllSteps,
                [.. plan(i, pass)],
                [.. Why(graph, i, areConstant[i]), .. graph.Reasons[i]]);
            foreach (Layer stateful in layer.WithInner().Where(item => item.States is not null))
            {
                NeuronSteps += (long)Steps * Batch * stateful.Outputs;
                states += stateful.States!.Length(Batch);
            }
        }

        Layers = planned;
        int[] outputs = [.. graph.Outputs.Select(output => output.Layer)];
        Shared =
        [
            .. outputs.Select(i => PlannedBuffer.Floats("gradient of output", (long)Steps * Batch * graph.Layers[i].Outputs)),
            .. outputs.Where(i => isCut && !areConstant[i]).Select(i =>
                PlannedBuffer.Floats("output of all chunks", (long)Steps * Batch * graph.Layers[i].Outputs)),
            .. isCut && cut.Checkpoints > 0
                ? [PlannedBuffer.Floats("states at boundaries", cut.Checkpoints * states)] : (PlannedBuffer[])[],
            .. Totals(graph, areConstant, isCut, cut),
            .. Cycles(graph, areConstant, cut),
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
            Line($"{layer.Node + ": " + layer.Name + ", " + layer.When(_cut),-58}{layer.Bytes,16:N0} bytes");
            foreach (string decision in layer.Decisions) Line($"  - {decision}");
            foreach (PlannedBuffer buffer in layer.Buffers) Line($"  {buffer.Name,-56}{buffer.Bytes,16:N0}");
        }

        Line($"{"network",-58}{Shared.Sum(buffer => buffer.Bytes),16:N0} bytes");
        foreach (PlannedBuffer buffer in Shared) Line($"  {buffer.Name,-56}{buffer.Bytes,16:N0}");
        Line($"{"total",-58}{Bytes,16:N0} bytes");
        if (NeuronSteps > 0) Line($"{"per neuron-step",-58}{BytesPerNeuronStep,16:F2} bytes");
        return text.ToString();
    }

    // Why a layer does not run as the schedule says.
    private static IEnumerable<string> Why(LayerGraph graph, int layer, bool isConstant)
    {
        if (isConstant) yield return "once: its input is constant over time";
        if (!graph.PartOf(layer).IsCycle) yield break;
        GraphPart part = graph.PartOf(layer);
        yield return $"step by step: in a cycle with {string.Join(", ", graph.Names[part.First..(part.Last + 1)].Where((_, i) => part.First + i != layer))}";
    }

    // Whether all that a layer reads is constant over time, and whether some of it is another layer's.
    private static (bool Constant, bool Layer) Reads(LayerGraph graph, int layer, bool[] areConstant, bool isConstant)
    {
        (bool readsConstant, bool readsLayer) = (true, false);
        foreach (int source in graph.Sources(layer))
        {
            readsConstant &= source < 0 ? isConstant : areConstant[source];
            readsLayer |= source >= 0;
        }

        return (readsConstant, readsLayer);
    }

    // Gradients that are summed, over the chunks or over several readers.
    private IEnumerable<PlannedBuffer> Totals(LayerGraph graph, bool[] areConstant, bool isCut, TimeCut cut)
    {
        for (int i = 0; i < areConstant.Length; i++)
        {
            Layer layer = graph.Layers[i];
            long row = (long)Batch * layer.Outputs;
            int edges = 0, only = graph.OnlyReader(i), outputs = graph.Outputs.Count(output => output.Layer == i);
            foreach (int reader in graph.Readers(i)) edges += graph.Sources(reader).Count(i);
            int parts = edges + outputs, sums = only < 0 ? edges + (edges > 0 ? outputs : 0)
                : (isCut || graph.PartOf(only).IsCycle) && !areConstant[only] ? 1 : 0;
            if (areConstant[i] && sums > 0) yield return PlannedBuffer.Floats("gradient summed over time", sums * row);
            if (parts > 1)
                yield return PlannedBuffer.Floats($"gradient of {layer}, of {parts} readers", (areConstant[i] || graph.PartOf(i).IsCycle ? 1 : cut.Steps) * row);
        }
    }

    // What passes into and out of the layers of cycles, and their states before each step.
    private IEnumerable<PlannedBuffer> Cycles(LayerGraph graph, bool[] areConstant, TimeCut cut)
    {
        foreach (GraphPart part in graph.Parts.Where(part => part.IsCycle))
        {
            long states = 0;
            for (int i = part.First; i <= part.Last; i++)
            {
                Layer layer = graph.Layers[i];
                if (layer is Delay { IsAhead: true }) continue;
                states += layer.AllStates().Sum(own => own.Length(Batch));
                if (graph.LeavesCycle(i)) yield return Steps($"output of {layer}", layer, graph.Edges[i].GivesBits);
                foreach (int source in graph.Sources(i).ToArray())
                {
                    if (source >= 0 && !areConstant[source] && graph.IsAtBorder(i, source))
                        yield return Steps($"gradient of {graph.Layers[source]}, of {layer}", graph.Layers[source], areBits: false);
                }
            }

            // Neither the first step of all nor the last one of a chunk is begun again from states that are kept.
            bool keepsStates = states > 0 && (cut.Steps > 2 || (cut.Steps == 2 && cut.Total > 3));
            if (keepsStates) yield return PlannedBuffer.Floats("states before each step", cut.Steps * states);
        }

        PlannedBuffer Steps(string what, Layer layer, bool areBits) => areBits
            ? new PlannedBuffer($"{what}, step by step", GrowingBits.Length((long)cut.Steps * Signal.SpikeStride(Batch, layer.Outputs)))
            : PlannedBuffer.Floats($"{what}, step by step", (long)cut.Steps * Batch * layer.Outputs);
    }

    private string Order()
    {
        if (_cut.Chunks == 1) return "layer by layer: forward, then backward";
        string gradients = _cut.Truncates ? "; gradients stop at its start" : "";
        return $"{_cut.Chunks} chunks of {_cut.Steps}: all forward; then, from the last to the first, each but the last "
            + $"forward again, and backward{gradients}";
    }
}
