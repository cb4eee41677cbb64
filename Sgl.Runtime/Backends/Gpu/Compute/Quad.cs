using ILGPU;

namespace Sgl;

/// <summary>Four numbers in registers.</summary>
internal readonly record struct Quad(float X, float Y, float Z, float W)
{
    /// <summary>Four numbers, some step apart.</summary>
    public static Quad Load(ArrayView<float> from, long at, long step) =>
        new(from[at], from[at + step], from[at + 2 * step], from[at + 3 * step]);

    /// <summary>Those numbers that are within some distance; the others are 0.</summary>
    public static Quad LoadSome(ArrayView<float> from, long at, int step, int within) => new(
        within > 0 ? from[at] : 0f,
        within > step ? from[at + step] : 0f,
        within > 2 * step ? from[at + 2 * step] : 0f,
        within > 3 * step ? from[at + 3 * step] : 0f);

    /// <summary>Writes those that are within some distance.</summary>
    public void StoreSome(ArrayView<float> to, long at, int step, int within)
    {
        if (within > 0) to[at] = X;
        if (within > step) to[at + step] = Y;
        if (within > 2 * step) to[at + 2 * step] = Z;
        if (within > 3 * step) to[at + 3 * step] = W;
    }

    /// <summary>This and the product of a number and four others: multiply-adds where a device's assembler makes them.</summary>
    public Quad Add(float a, Quad b) => new(a * b.X + X, a * b.Y + Y, a * b.Z + Z, a * b.W + W);
}
