using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A <see cref="Layer"/> on a device. It owns no memory: the network frees all of it together.</summary>
internal abstract class DeviceLayer(Layer layer, DeviceComputing math) : IPassLayer
{
    /// <inheritdoc/>
    public Layer Layer => layer;

    /// <inheritdoc cref="Layer.Outputs"/>
    protected int Outputs => layer.Outputs;

    /// <inheritdoc/>
    public virtual IPassStates? States => null;

    /// <inheritdoc/>
    public virtual IDelayLine? Line => null;

    /// <summary>In the order of the layer's own.</summary>
    public abstract IReadOnlyList<PlacedParameter> Parameters { get; }

    /// <summary>Whether the output is spikes, as bits or as floats.</summary>
    protected bool GivesSpikes => layer.Has(LayerTraits.GivesSpikes);

    /// <summary>As <see cref="Layer.Plan"/>, of buffers on the device.</summary>
    public abstract IEnumerable<PlannedBuffer> Plan(PassShape pass);

    /// <summary>Takes over what is neither learned nor computed: fixed parameters and initial states.</summary>
    public virtual void CopySettings()
    {
    }

    /// <inheritdoc/>
    public abstract Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass);

    /// <inheritdoc/>
    public abstract void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass);

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ReadValues(int parameter) => Read(Parameters[parameter].Values);

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ReadGradients(int parameter) => Read(Parameters[parameter].Gradients);

    private float[] Read(ArrayView<float> view)
    {
        var values = new float[view.Length];
        view.CopyToCPU(math.Launcher.Stream, values);
        return values;
    }
}
