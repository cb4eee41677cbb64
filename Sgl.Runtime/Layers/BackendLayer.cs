namespace Sgl;

/// <summary>
/// A layer that is written with the operations of a <see cref="Backend"/>, so that it runs on the processor and on devices.
/// </summary>
/// <remarks>
/// It has parameters and shapes, as every <see cref="Layer"/>. What computes with them is its <see cref="PlacedLayer"/>, of which
/// there is one wherever it computes.
/// </remarks>
public abstract class BackendLayer : Layer
{
    // On the processor, with threads that each pass says anew.
    private readonly CpuBackend _cpu = new(new Workers(threads: 1));
    private PlacedLayer? _onCpu;

    /// <summary>Leaves the sizes to <see cref="Layer.Build"/>.</summary>
    protected BackendLayer()
    {
    }

    /// <summary>Sets the sizes.</summary>
    /// <param name="inputs">Features of the input, at least 1.</param>
    /// <param name="outputs">Features of the output, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    protected BackendLayer(int inputs, int outputs)
        : base(inputs, outputs)
    {
    }

    /// <summary>Creates what computes, once the sizes are known.</summary>
    /// <param name="place">Where.</param>
    protected abstract PlacedLayer PlaceOn(LayerPlace place);

    /// <summary>The layer at a place of its own on a backend.</summary>
    internal PlacedLayer On(Backend backend) => PlaceOn(new LayerPlace(this, backend));

    /// <summary>What computes on the processor.</summary>
    internal PlacedLayer OnCpu => _onCpu ??= On(_cpu);

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOnDevice(GpuBackend on) => new DeviceBackendLayer(this, on);

    /// <inheritdoc/>
    protected internal sealed override IEnumerable<PlannedBuffer> Plan(PassShape pass) => OnCpu.Plan(pass);

    /// <inheritdoc/>
    protected sealed override Signal ForwardCore(Signal input, Pass pass) => ForwardCore(new ReadOnlySpan<Signal>(in input), pass);

    /// <inheritdoc/>
    protected sealed override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        Signal inputGradient = default;
        BackwardCore(outputGradient, new Span<Signal>(ref inputGradient), pass);
        return inputGradient;
    }

    private protected sealed override Signal ForwardCore(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        _cpu.Workers = pass.Workers;
        return OnCpu.RunForward(inputs, pass);
    }

    private protected sealed override void BackwardCore(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        _cpu.Workers = pass.Workers;
        OnCpu.RunBackward(outputGradient, inputGradients, pass);
    }
}
