namespace Sgl;

/// <summary>Gives each layer of a chain the shape that the one before it gives.</summary>
internal static class InferShapes
{
    private const string Remedy = "Give both the same size, or leave it out where it can be inferred.";

    /// <summary>The graph of layers in a row, with all sizes known.</summary>
    /// <param name="layers">From input to output.</param>
    /// <param name="input">The shape of the input; null is what the first layer takes.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, one is null or occurs twice, or does not take what its predecessor gives; or nothing says the shape of
    /// the input.
    /// </exception>
    public static LayerGraph Chain(IEnumerable<Layer> layers, Shape? input)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layer[] all = [.. layers];
        if (all.Length == 0) throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        if (Array.IndexOf(all, null) is >= 0 and int missing) throw new ArgumentException($"Layer {missing} is null.", nameof(layers));
        if (all.GroupBy(layer => layer).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"{twice.Key} occurs twice; its buffers can serve only once. Create a layer for each place.", nameof(layers));
        }

        if (input is null && !all[0].IsBuilt)
        {
            throw new ArgumentException(
                $"The first layer, {all[0]}, has no input size. Say it there, or the shape of the network's input: "
                + "new Network(784, layers).",
                nameof(layers));
        }

        Shape shape = input ?? all[0].InputShapes[0];
        Build(all, shape);
        return LayerGraph.Chain(all, shape);
    }

    private static void Build(Layer[] layers, Shape shape)
    {
        string before = "the network's input is";
        for (int i = 0; i < layers.Length; i++)
        {
            Layer layer = layers[i];
            if (layer.IsBuilt && layer.Inputs != shape.Features)
            {
                throw new ArgumentException(
                    $"Layer {i}, {layer}, takes {layer.Inputs} features; {before} {shape}. {Remedy}", nameof(layers));
            }

            try
            {
                layer.Build(shape);
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException(
                    $"Layer {i}, {layer}, does not fit: {before} {shape}. {exception.Message}", nameof(layers), exception);
            }

            (before, shape) = ($"layer {i}, {layer}, gives", layer.OutputShape);
        }
    }
}
