using System.ComponentModel;

namespace Sgl;

/// <summary>
/// The arguments of a backward kernel: the same time steps and neurons as the <see cref="ForwardTile"/> before it.
/// Every list is in the order of the model's <see cref="NeuronInfo"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct BackwardTile
{
    // 256 KiB, which stays in the L2 cache of one core.
    private const int CachedFloats = 64 * 1024;
    private const int WidthUnit = 64;

    /// <summary>Number of time steps, at least 0.</summary>
    public required int Steps { get; init; }

    /// <summary>Number of neurons, 1 to <see cref="ForwardTile.MaxWidth"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Index of the first neuron in every plane, state and gradient.</summary>
    public required int Offset { get; init; }

    /// <summary>dL/d(output), [T, N] each; read. An empty plane stands for a gradient of zero.</summary>
    public required ReadOnlySpan<Plane> OutputGradients { get; init; }

    /// <summary>
    /// The inputs of the forward pass, [T, N] each; read. May be empty unless
    /// <see cref="NeuronInfo.BackwardReadsInputs"/>.
    /// </summary>
    public required ReadOnlySpan<Plane> Inputs { get; init; }

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

    /// <summary>
    /// dL/d(input), [T, N] each; written. It may take the place of a slot of the tape or of an output's gradient: a kernel
    /// reads a row before it writes one.
    /// </summary>
    public required ReadOnlySpan<Plane> InputGradients { get; init; }

    /// <summary>
    /// dL/d(parameter) of each neuron on its own, [N] each, shared parameters too; added to. The caller sums them in
    /// an order of its choice, which is why the result does not depend on tiles or threads. Empty where fixed.
    /// </summary>
    public required ReadOnlySpan<Memory<float>> ParameterGradients { get; init; }

    /// <summary>
    /// dL/d(value) of what does not change with time, [N] for each of <see cref="NeuronInfo.HoistedGradients"/>; added
    /// to, and from there to the gradients of parameters. 0 where the tile has the last time steps.
    /// </summary>
    public required ReadOnlySpan<Memory<float>> HoistedGradients { get; init; }

    /// <summary>
    /// Whether another tile will go on with the time steps before these: <see cref="HoistedGradients"/> are then not yet
    /// added to those of parameters, so that they have the same bits however time is cut.
    /// </summary>
    public bool IsContinued { get; init; }

    /// <summary>
    /// Working memory of at least <see cref="ScratchLength"/> floats, whatever they hold; written. It may be used again
    /// for the next tile.
    /// </summary>
    public required Span<float> Scratch { get; init; }

    /// <summary>
    /// The widest tile whose scratch stays in a core's cache: a multiple of 64, and at least that, up to
    /// <see cref="ForwardTile.MaxWidth"/>. No bit of a result depends on the width of a tile.
    /// </summary>
    /// <param name="steps">Number of time steps, at least 1.</param>
    /// <param name="scratchPerStep"><see cref="NeuronInfo.ScratchPerStep"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps, or the scratch is negative.</exception>
    public static int WidthFor(int steps, int scratchPerStep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(scratchPerStep);
        if (scratchPerStep == 0) return ForwardTile.MaxWidth;
        int units = (int)(CachedFloats / ((long)steps * scratchPerStep * WidthUnit));
        return Math.Clamp(units * WidthUnit, WidthUnit, ForwardTile.MaxWidth);
    }

    /// <summary>How many floats of scratch a tile needs.</summary>
    /// <param name="steps">Number of time steps, at least 1.</param>
    /// <param name="width">Number of neurons of the tile.</param>
    /// <param name="scratchPerStep"><see cref="NeuronInfo.ScratchPerStep"/>.</param>
    /// <exception cref="ArgumentException">They are more than one array can have.</exception>
    public static int ScratchLength(int steps, int width, int scratchPerStep) =>
        Sizes.Product(nameof(BackwardTile), "its scratch", steps, width, scratchPerStep);
}
