namespace Sgl;

/// <summary>Thrown where a backend does not have an operation.</summary>
internal sealed class MissingOperationException(string operation, string backend)
    : NotSupportedException($"{backend} has no operation {operation}.")
{
    /// <summary>The same, with who needs it.</summary>
    /// <param name="node">Where in the network.</param>
    /// <param name="algorithm">The loss, the optimizer, the encoder or the layer.</param>
    public NotSupportedException At(string node, object algorithm) => new(
        $"{algorithm.GetType().Name} at {node} needs the operation {operation}, which {backend} does not have.", this);
}
