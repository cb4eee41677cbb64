using static Sgl.SpikeMath;

namespace Sgl.Presets;

/// <summary>
/// Spikes as libraries have them that compare with &gt; where <see cref="Spike(float)"/> compares with ≥.
/// </summary>
internal static class Firing
{
    // Far below any distance that two floats near a threshold can have, far above where floats lose digits.
    private const float Nudge = 1e-30f;

    /// <summary>
    /// 1 where x &gt; 0, else 0, also for NaN. A membrane exactly at its threshold is moved below it by next to
    /// nothing; as a sum, that leaves the gradient as it is, and the surrogate is evaluated where it is there.
    /// </summary>
    public static float Above(float x) => Spike(x == 0f ? x - Nudge : x);
}
