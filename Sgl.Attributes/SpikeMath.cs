namespace Sgl;

/// <summary>
/// The functions of a neuron's <c>Step</c> that have a meaning of their own in training. Each runs as ordinary C#,
/// and the generated kernels compute the same bits.
/// </summary>
public static class SpikeMath
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

    /// <summary>
    /// e raised to <paramref name="x"/>, within 2 units in the last place over the whole range, and the same bits on
    /// every engine: it uses IEEE additions, multiplications and a power of two only. <see cref="MathF.Exp"/> in a
    /// <c>Step</c> means this function in the kernels.
    /// </summary>
    /// <remarks>
    /// Range reduction by multiples of ln 2 in two parts (Cody and Waite 1980) and the degree-5 minimax polynomial
    /// of the Cephes library's <c>expf</c> (Moshier).
    /// </remarks>
    /// <param name="x">The exponent; above 88.73 the result is +∞, below −103.98 it is 0.</param>
    public static float Exp(float x)
    {
        const float Rounder = 12582912f; // 1.5 · 2²³: adding and subtracting it rounds to the nearest integer
        x = x > 89f ? 89f : x < -104f ? -104f : x;
        float n = x * 1.44269504f + Rounder - Rounder;
        float r = x - n * 0.693359375f - n * -2.12194440e-4f;
        float p = 1.9875691500e-4f;
        p = p * r + 1.3981999507e-3f;
        p = p * r + 8.3334519073e-3f;
        p = p * r + 4.1665795894e-2f;
        p = p * r + 1.6666665459e-1f;
        p = p * r + 5.0000001201e-1f;
        p = p * (r * r) + r + 1f;

        // 2ⁿ in two factors, so that each is a normal number where n is below −126 or above 127.
        float half = n * 0.5f + Rounder - Rounder;
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    private static float PowerOfTwo(float n) => BitConverter.Int32BitsToSingle(((int)n + 127) << 23);
}
