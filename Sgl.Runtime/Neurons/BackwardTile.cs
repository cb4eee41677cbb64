namespace Sgl;

/// <summary>
/// The arguments of a backward kernel: the same time steps and neurons as the <see cref="ForwardTile"/> that wrote
/// the tape. Every list is in the order of the model's <see cref="NeuronInfo"/>.
/// </summary>
public readonly ref struct BackwardTile
{
    /// <summary>Number of time steps, at least 0.</summary>
    public required int Steps { get; init; }

    /// <summary>Number of neurons, 1 to <see cref="ForwardTile.MaxWidth"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Index of the first neuron in every plane, state and gradient.</summary>
    public required int Offset { get; init; }

    /// <summary>dL/d(output), [T, N] each; read. An empty plane stands for a gradient of zero.</summary>
    public required ReadOnlySpan<Plane> OutputGradients { get; init; }

    /// <summary>The tape that forward wrote, [T, N] for each slot; read.</summary>
    public required ReadOnlySpan<Plane> Tape { get; init; }

    /// <summary>The states before the first step, [N] each; read.</summary>
    public required ReadOnlySpan<ReadOnlyMemory<float>> InitialStates { get; init; }

    /// <summary>As in <see cref="ForwardTile.Parameters"/>; read.</summary>
    public required ReadOnlySpan<ReadOnlyMemory<float>> Parameters { get; init; }

    /// <summary>
    /// dL/d(state), [N] each; of the states after the last step on entry, of those before the first on return. That of
    /// a state that no input and no learnable parameter reaches is left alone.
    /// </summary>
    public required ReadOnlySpan<Memory<float>> StateGradients { get; init; }

    /// <summary>dL/d(input), [T, N] each; written.</summary>
    public required ReadOnlySpan<Plane> InputGradients { get; init; }

    /// <summary>
    /// dL/d(parameter) of each neuron on its own, [N] each, shared parameters too; added to. The caller sums them in
    /// an order of its choice, which is why the result does not depend on tiles or threads. Empty where fixed.
    /// </summary>
    public required ReadOnlySpan<Memory<float>> ParameterGradients { get; init; }
}
