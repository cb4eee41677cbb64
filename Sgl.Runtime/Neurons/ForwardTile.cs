using System.ComponentModel;

namespace Sgl;

/// <summary>
/// The arguments of a forward kernel: <see cref="Steps"/> time steps of the <see cref="Width"/> neurons that start
/// at <see cref="Offset"/>. Every list is in the order of the model's <see cref="NeuronInfo"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ForwardTile
{
    /// <summary>The most neurons of one tile: a few rows of this many floats stay in the caches of a core.</summary>
    public const int MaxWidth = Lanes.MaxWidth;

    /// <summary>Number of time steps, at least 0.</summary>
    public required int Steps { get; init; }

    /// <summary>Number of neurons, 1 to <see cref="MaxWidth"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Index of the first neuron in every plane and state.</summary>
    public required int Offset { get; init; }

    /// <summary>The inputs, [T, N] each; read.</summary>
    public required ReadOnlySpan<Plane> Inputs { get; init; }

    /// <summary>A shared parameter has 1 value; one per neuron has <see cref="Width"/>, the tile's own; read.</summary>
    public required ReadOnlySpan<ReadOnlyMemory<float>> Parameters { get; init; }

    /// <summary>The states, [N] each; before the first step on entry, after the last step on return.</summary>
    public required ReadOnlySpan<Memory<float>> States { get; init; }

    /// <summary>The outputs, [T, N] each; written. That of an output whose <see cref="OutputBits"/> are wanted is empty.</summary>
    public required ReadOnlySpan<Plane> Outputs { get; init; }

    /// <summary>
    /// The bits of those outputs that are spikes and wanted as bits, [T, N] each; written. Empty where none is; then
    /// <see cref="Offset"/> need not be a multiple of 8.
    /// </summary>
    public ReadOnlySpan<BitPlane> OutputBits { get; init; }

    /// <summary>
    /// The tape, [T, N] for each slot; written. Empty where no backward pass will follow. Unless backward reads the inputs, a
    /// slot may take the place of one: a kernel reads a row before it writes one.
    /// </summary>
    public required ReadOnlySpan<Plane> Tape { get; init; }

    /// <summary>The bits of an output, or an empty plane where they are not wanted.</summary>
    /// <param name="output">Index into <see cref="NeuronInfo.Outputs"/>.</param>
    public BitPlane BitsOrNone(int output) => OutputBits.IsEmpty ? default : OutputBits[output];

    /// <summary>A slot of the tape, or an empty plane where no tape is kept.</summary>
    /// <param name="slot">Index into <see cref="NeuronInfo.Tape"/>.</param>
    public Plane TapeOrNone(int slot) => Tape.IsEmpty ? default : Tape[slot];
}
