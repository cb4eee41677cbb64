namespace Sgl;

/// <summary>
/// Layers in a row, run layer by layer: each layer computes all time steps before the next one starts. For the same
/// seed and the same calls the results have the same bits, for any number of threads.
/// </summary>
public sealed class Network
{
    private readonly Layer[] _layers;
    private readonly Workers _workers;
    private readonly GrowingBuffer _outputGradient = new();

    /// <summary>Joins layers and initializes them, each with random numbers of its own.</summary>
    /// <param name="layers">From input to output, at least one; each is in no other network.</param>
    /// <param name="seed">Determines all initial values.</param>
    /// <param name="threads">The most threads at a time; 0 is one per processor.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, one occurs twice, or one does not take as many features as its predecessor gives.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative.</exception>
    public Network(IEnumerable<Layer> layers, int seed = 0, int threads = 0)
    {
        _layers = [.. layers];
        _workers = new Workers(threads);
        if (_layers.Length == 0) throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        if (_layers.Distinct().Count() < _layers.Length)
            throw new ArgumentException("A layer occurs twice; its buffers can serve only once.", nameof(layers));
        for (int i = 1; i < _layers.Length; i++)
        {
            (Layer before, Layer layer) = (_layers[i - 1], _layers[i]);
            if (before.Outputs != layer.Inputs)
            {
                throw new ArgumentException(
                    $"Layer {i - 1}, {before}, gives {before.Outputs} features; layer {i}, {layer}, takes "
                    + $"{layer.Inputs}.",
                    nameof(layers));
            }
        }

        var random = new CounterRandom(unchecked((ulong)seed));
        for (int i = 0; i < _layers.Length; i++) _layers[i].Initialize(random.Stream((ulong)i));
        Parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
    }

    /// <summary>The layers, from input to output.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The parameters of all layers, in order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Computes the output of all time steps.</summary>
    /// <param name="input">[T, B, F], with the first layer's number of features.</param>
    /// <param name="training">Whether <see cref="Backward"/> will follow: what it needs is kept.</param>
    /// <returns>[T, B, F] of the last layer, valid until the next forward pass.</returns>
    /// <exception cref="ArgumentException">The input does not have the first layer's number of features.</exception>
    public Signal Forward(Signal input, bool training = false)
    {
        foreach (Layer layer in _layers) input = layer.Forward(input, training, _workers);
        return input;
    }

    /// <summary>Adds to the gradients of all parameters, going back through the last forward pass.</summary>
    /// <param name="outputGradient">dL/d(output), in the shape of the output.</param>
    /// <exception cref="InvalidOperationException">The last forward pass was not one for training.</exception>
    /// <exception cref="ArgumentException">The gradient does not have the shape of the output.</exception>
    public void Backward(Signal outputGradient)
    {
        for (int i = _layers.Length - 1; i >= 0; i--)
            outputGradient = _layers[i].Backward(outputGradient, needsInputGradient: i > 0, _workers);
    }

    /// <summary>One step of training on one batch: forward, loss, backward, and a step of the optimizer.</summary>
    /// <param name="input">[T, B, F], with the first layer's number of features.</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="loss">What to minimize.</param>
    /// <param name="optimizer">Changes the parameters.</param>
    /// <returns>The loss before the step; NaN where it diverged, and then the parameters are NaN too.</returns>
    /// <exception cref="ArgumentException">The input or the labels do not fit the network.</exception>
    public double TrainStep(Signal input, ReadOnlySpan<int> labels, Loss loss, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        foreach (Parameter parameter in Parameters) parameter.ZeroGradient();
        Signal output = Forward(input, training: true);
        int length = checked(output.Steps * output.Batch * output.Features);
        Memory<float> gradient = _outputGradient.Take(length);
        double value = loss.Evaluate(output, labels, gradient.Span);
        Backward(new Signal(gradient, output.Steps, output.Batch, output.Features));
        optimizer.Step(Parameters);
        return value;
    }
}
