namespace Sgl;

/// <summary>
/// The functions of a neuron's <c>Step</c> that have a meaning of their own in training. Each runs as ordinary C#,
/// and the generated kernels compute the same bits.
/// </summary>
/// <remarks>
/// The accuracies that functions state as measured are the worst that were found against double precision: among all
/// 2³² floats for <see cref="Exp"/> and <see cref="Log"/>, a seventh of them for the other functions of one argument,
/// and millions of them with each of 19 exponents for <see cref="Pow"/>.
/// </remarks>
public static partial class SpikeMath
{
    /// <summary>
    /// The Heaviside step: 1 where <paramref name="x"/> ≥ 0, else 0; so <c>Spike(0)</c> is 1 and
    /// <c>Spike(NaN)</c> is 0. Its derivative in the backward kernel is the model's surrogate.
    /// </summary>
    /// <param name="x">Distance above the threshold, usually <c>membrane − threshold</c>.</param>
    public static float Spike(float x) => x >= 0f ? 1f : 0f;

    /// <summary><see cref="Spike(float)"/> with a surrogate of its own, at the kind's default steepness.</summary>
    /// <param name="x">Distance above the threshold.</param>
    /// <param name="kind">The surrogate; a constant.</param>
    public static float Spike(float x, Kind kind) => Spike(x);

    /// <summary><see cref="Spike(float)"/> with a surrogate of its own.</summary>
    /// <param name="x">Distance above the threshold.</param>
    /// <param name="kind">The surrogate; a constant.</param>
    /// <param name="alpha">Its steepness; a constant above 0, or a <c>[Parameter]</c>.</param>
    public static float Spike(float x, Kind kind, float alpha) => Spike(x);

    /// <summary><see cref="Spike(float)"/> with a surrogate that you define, at steepness 1.</summary>
    /// <param name="x">Distance above the threshold.</param>
    /// <param name="surrogate">A <c>typeof</c> expression; see <see cref="SurrogateAttribute(Type)"/>.</param>
    public static float Spike(float x, Type surrogate) => Spike(x);

    /// <summary><see cref="Spike(float)"/> with a surrogate that you define.</summary>
    /// <param name="x">Distance above the threshold.</param>
    /// <param name="surrogate">A <c>typeof</c> expression; see <see cref="SurrogateAttribute(Type)"/>.</param>
    /// <param name="alpha">Its steepness; a constant above 0.</param>
    public static float Spike(float x, Type surrogate, float alpha) => Spike(x);

    /// <summary>
    /// The sign of binarized networks: +1 where <paramref name="x"/> ≥ 0, else −1, also for NaN. Its derivative in the
    /// backward kernel is the model's surrogate S̃′ itself, not twice that.
    /// </summary>
    /// <param name="x">The value to binarize.</param>
    public static float Sign(float x) => x >= 0f ? 1f : -1f;

    /// <summary><see cref="Sign(float)"/> with a surrogate of its own, at the kind's default steepness.</summary>
    /// <param name="x">The value to binarize.</param>
    /// <param name="kind">The surrogate; a constant.</param>
    public static float Sign(float x, Kind kind) => Sign(x);

    /// <summary><see cref="Sign(float)"/> with a surrogate of its own.</summary>
    /// <param name="x">The value to binarize.</param>
    /// <param name="kind">The surrogate; a constant.</param>
    /// <param name="alpha">Its steepness; a constant above 0, or a <c>[Parameter]</c>.</param>
    public static float Sign(float x, Kind kind, float alpha) => Sign(x);

    /// <summary>
    /// Returns <paramref name="x"/> itself; in the backward kernel no gradient passes through it, as in
    /// <c>v -= Detach(spike) * Threshold</c>, a reset that is not differentiated.
    /// </summary>
    /// <param name="x">Any value.</param>
    public static float Detach(float x) => x;
}
