using static Sgl.SpikeMath;

namespace Sgl.Models;

/// <summary>The current that lets the membranes of the exponential models run away to a spike.</summary>
internal static class ExponentialMembrane
{
    // e²⁰ is far beyond any spike; the bound keeps a membrane that one step took too far from becoming infinite.
    private const float LargestExponent = 20f;

    /// <summary>Sharpness·exp((v − onset)/sharpness), which is finite for every v.</summary>
    public static float SpikeCurrent(float v, float onset, float sharpness) =>
        sharpness * Exp(MathF.Min((v - onset) / sharpness, LargestExponent));
}
