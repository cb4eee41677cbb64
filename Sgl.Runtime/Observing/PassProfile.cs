using System.Globalization;
using System.Text;

namespace Sgl;

/// <summary>
/// Measures what each layer takes: time forward and backward, memory, and synaptic operations, the measure of effort of
/// neuromorphic hardware. <see cref="ToString"/> is a table.
/// </summary>
/// <remarks>
/// <para>
/// Synaptic operations are those that the forward passes ask for, as NeuroBench counts effective accumulates and
/// multiply-accumulates (Yik et al. 2023, arXiv:2304.04640), whatever way the computer takes; biases and neurons are not
/// counted, nor what is computed twice.
/// </para>
/// <para>
/// Where few spikes drive a population, it computes its current itself: the time is then that of the population, not of
/// the <see cref="Dense"/> layer. On a device each layer is waited for, so the times add up to more than the step takes
/// unobserved.
/// </para>
/// </remarks>
public sealed class PassProfile : PassObserver
{
    private Counts[] _counts = [];
    private (int Steps, int Batch, bool IsConstant) _shape;

    /// <summary>Samples that went forward.</summary>
    public long Samples { get; private set; }

    /// <summary>The layers, from input to output; none before the profile observes a network.</summary>
    public IReadOnlyList<LayerProfile> Layers
    {
        get
        {
            NetworkPlan? plan = _shape.Steps > 0 ? Network!.Plan(_shape.Steps, _shape.Batch, isConstant: _shape.IsConstant) : null;
            return
            [
                .. _counts.Select((counts, i) => new LayerProfile(
                    i,
                    Network!.Layers[i].ToString()!,
                    counts.Forward,
                    counts.Recomputed,
                    counts.Backward,
                    plan?.Layers[i].Bytes ?? 0,
                    counts.Accumulates,
                    counts.MultiplyAccumulates)),
            ];
        }
    }

    /// <summary>Forgets all that was measured.</summary>
    public void Clear()
    {
        for (int i = 0; i < _counts.Length; i++) _counts[i] = new Counts();
        (Samples, _shape) = (0, default);
    }

    /// <summary>A row for each layer and one for all.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Row(string name, IReadOnlyList<LayerProfile> layers)
        {
            double Milliseconds(Func<LayerProfile, TimeSpan> time) => layers.Sum(layer => time(layer).TotalMilliseconds);
            Line($"{name,-32}{Milliseconds(x => x.Forward),12:F3}{Milliseconds(x => x.Recomputed),12:F3}{Milliseconds(x => x.Backward),12:F3}{layers.Sum(x => x.Bytes),14:N0}{layers.Sum(x => x.Accumulates),18:N0}{layers.Sum(x => x.MultiplyAccumulates),18:N0}");
        }

        IReadOnlyList<LayerProfile> all = Layers;
        string samples = string.Create(CultureInfo.InvariantCulture, $"{Samples} samples");
        Line($"{samples,-32}{"forward ms",12}{"again ms",12}{"backward ms",12}{"bytes",14}{"accumulates",18}{"multiplications",18}");
        foreach (LayerProfile layer in all) Row($"{layer.Index}: {layer.Name}", [layer]);
        Row("total", all);
        return text.ToString();
    }

    /// <inheritdoc/>
    protected override void OnAttach(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (_counts.Length == 0) _counts = [.. network.Layers.Select(_ => new Counts())];
    }

    /// <inheritdoc/>
    protected internal override void OnForward(LayerForward pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        Counts counts = _counts[pass.Index];
        if (pass.IsRecomputed)
        {
            counts.Recomputed += pass.Elapsed;
            return;
        }

        counts.Forward += pass.Elapsed;
        if (pass.Index == 0)
        {
            if (pass.FirstStep == 0) Samples += pass.Batch;
            _shape = (pass.TotalSteps, pass.Batch, pass.Input.IsConstant);
        }

        if (pass.Layer.Synapses == SynapseSource.Input) counts.Add(pass.Input, pass.Layer.Outputs);
        if (pass.Layer.Synapses == SynapseSource.LastOutput) counts.AddRecurrent(pass);
    }

    /// <inheritdoc/>
    protected internal override void OnBackward(LayerBackward pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        _counts[pass.Index].Backward += pass.Elapsed;
    }

    private sealed class Counts
    {
        public TimeSpan Forward { get; set; }

        public TimeSpan Recomputed { get; set; }

        public TimeSpan Backward { get; set; }

        public long Accumulates { get; private set; }

        public long MultiplyAccumulates { get; private set; }

        // The output of the last step, which drives the next one where a schedule cuts time.
        private Signal? _last;

        /// <summary>Counts what a signal asks of synapses, each of whose inputs reaches so many neurons.</summary>
        public void Add(Signal input, int fanOut)
        {
            if (Spikes(input) is { } spikes) Accumulates += spikes * fanOut;
            else MultiplyAccumulates += (long)input.Rows * input.Features * fanOut;
        }

        /// <summary>As <see cref="Add"/> of the outputs one step before; before the first step there are none.</summary>
        public void AddRecurrent(LayerForward pass)
        {
            Signal output = pass.Output;
            if (pass.FirstStep > 0 && _last is { } last) Add(last, pass.Layer.Outputs);
            if (output.Steps > 1) Add(output.Slice(0, output.Steps - 1), pass.Layer.Outputs);
            _last = new Signal(output.At(output.Steps - 1).ToArray(), 1, output.Batch, output.Features);
        }

        // Null where the values are not all 0 or 1, as a Dense layer looks at them.
        private static long? Spikes(Signal signal)
        {
            if (signal.IsSpikes) return signal.Spikes.Count();
            ReadOnlySpan<float> values = signal.Data.Span;
            return signal.IsConstant || values.ContainsAnyExcept(0f, 1f) ? null : values.Count(1f);
        }
    }
}
