using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>The operations of <c>SpikeMath.Mantissa</c>, with which logarithms begin.</summary>
internal static class MantissaBody
{
    /// <summary>m from √½ to √2 and an integer e with x = m·2ᵉ, of a positive x.</summary>
    public static (int Mantissa, int Exponent) Build(BodyBuilder b, int x)
    {
        int isDenormal = b.Named("isDenormal", b.Is(x, Op.Less, 1.17549435e-38f));
        int scaled = b.Named("scaled", b.Select(isDenormal, b.Multiply(x, b.Number(8388608f)), x));
        int exponent = b.Named("exponent", b.Apply(Op.Exponent, scaled));
        int whole = b.Named("whole", b.Apply(Op.Scale, scaled, b.Apply(Op.Negate, exponent)));
        int isLarge = b.Named("isLarge", b.Is(whole, Op.Greater, 1.41421356f));
        int m = b.Named("m", b.Select(isLarge, b.Multiply(b.Number(0.5f), whole), whole));
        int carried = b.Select(isLarge, b.Add(exponent, b.Number(1f)), exponent);
        return (m, b.Named("e", b.Subtract(carried, b.Select(isDenormal, b.Number(23f), b.Number(0f)))));
    }
}
