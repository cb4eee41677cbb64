namespace Sgl;

public static partial class SpikeMath
{
    /// <summary>
    /// <paramref name="x"/> between two bounds. Its gradient passes from bound to bound, both included.
    /// </summary>
    /// <param name="x">The value; NaN stays NaN.</param>
    /// <param name="min">The least result.</param>
    /// <param name="max">The largest result, at least <paramref name="min"/>.</param>
    public static float Clamp(float x, float min, float max) => x < min ? min : x > max ? max : x;
}
