namespace Sgl;

/// <summary>A layer on the processor, with the layers within it.</summary>
internal sealed class CpuLayer(Layer layer) : IPassLayer
{
    /// <inheritdoc/>
    public Layer Layer => layer;

    /// <inheritdoc/>
    public IPassStates? States { get; } = InnerStates.Of(layer.AllStates());

    /// <inheritdoc/>
    public IDelayLine? Line { get; } = (layer as BackendLayer)?.OnCpu.Line;

    /// <inheritdoc/>
    public Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass) => layer.Forward(inputs, pass);

    /// <inheritdoc/>
    public void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass) =>
        layer.Backward(outputGradient, inputGradients, pass);

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ReadValues(int parameter) => layer.Parameters[parameter].Stored;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> ReadGradients(int parameter) => layer.Parameters[parameter].Gradient;
}
