namespace Sgl.Tests;

/// <summary>Layers in a row without a network: joined as one joins them, or each on its own.</summary>
internal sealed class Chain(Layer[] layers, bool isJoined, Workers workers)
{
    private readonly Edges[] _edges = isJoined ? InferShapes.Chain(layers, input: null).Edges : new Edges[layers.Length];

    /// <summary>The output of the first layers.</summary>
    public Signal Forward(Signal signal, int count)
    {
        for (int i = 0; i < count; i++) signal = layers[i].Forward(signal, PassOf(i, needsInputGradient: false));
        return signal;
    }

    public Signal Forward(Signal input) => Forward(input, layers.Length);

    /// <summary>The gradient of the input of a layer.</summary>
    /// <param name="gradient">That of the output of the last one.</param>
    /// <param name="first">Which layer.</param>
    /// <param name="needsInputGradient">Whether the first layer of all computes it, too.</param>
    public Signal Backward(Signal gradient, int first = 0, bool needsInputGradient = true)
    {
        for (int i = layers.Length - 1; i >= first; i--)
            gradient = layers[i].Backward(gradient, PassOf(i, i > 0 || needsInputGradient));
        return gradient;
    }

    private Pass PassOf(int layer, bool needsInputGradient) =>
        new(workers, IsTraining: true, needsInputGradient) { Edges = _edges[layer] };
}
