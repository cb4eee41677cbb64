namespace Sgl;

/// <summary>A layer's way forward through some time steps.</summary>
public sealed class LayerForward : LayerPass
{
    private readonly Lazy<Signal> _input;
    private readonly Lazy<Signal> _output;
    private readonly Lazy<float[]> _states;

    internal LayerForward(PassPart part, Func<Signal> input, Func<Signal> output, Func<float[]> states)
        : base(part) =>
        (_input, _output, _states) = (new Lazy<Signal>(input), new Lazy<Signal>(output), new Lazy<float[]>(states));

    /// <summary>Whether a backward pass will follow.</summary>
    public bool IsTraining { get; internal init; }

    /// <summary>Whether these time steps have been computed before, and are once more because backward needs them.</summary>
    public bool IsRecomputed { get; internal init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>[<see cref="LayerPass.Steps"/>, B, <see cref="Layer.Inputs"/>].</summary>
    public Signal Input => _input.Value;

    /// <summary>[<see cref="LayerPass.Steps"/>, B, <see cref="Layer.Outputs"/>]; spikes may be bits, see <see cref="Signal.IsSpikes"/>.</summary>
    public Signal Output => _output.Value;

    /// <summary>
    /// The states after the last of the steps, in the order of <see cref="Layer.StateNames"/>: [states, B·F] row-major.
    /// Empty where the layer has none.
    /// </summary>
    public ReadOnlyMemory<float> States => _states.Value;

    /// <summary>The values of one of the layer's parameters, row-major.</summary>
    internal Func<int, ReadOnlyMemory<float>> ReadValues { get; init; } = _ => default;

    /// <summary>
    /// The states after each of the steps, by going through them once more. The layer's output is then lost, so the pass
    /// cannot go on.
    /// </summary>
    internal Func<IEnumerable<float[]>> ReplayStates { get; init; } = () => [];
}
