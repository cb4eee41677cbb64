namespace Sgl.Generators.Ir;

/// <summary>
/// Range reduction of sine and cosine by exact integer arithmetic: the operations of <c>SpikeMath.Reduce</c>, which a
/// test holds to these.
/// </summary>
internal static class HalfPi
{
    // The first 224 bits of 2/π.
    private static readonly uint[] TwoOverPi =
        [0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab];

    /// <summary>x − n·π/2 with the smallest magnitude, as a float.</summary>
    public static float Reduce(float x) => Reduce(x, out _);

    /// <summary>That n modulo 4.</summary>
    public static int Quadrant(float x)
    {
        Reduce(x, out int quadrant);
        return quadrant;
    }

    private static float Reduce(float x, out int quadrant)
    {
        quadrant = 0;
        float magnitude = Math.Abs(x);
        if (magnitude < 0.785398163f) return x;
        if (float.IsNaN(magnitude) || float.IsInfinity(magnitude)) return float.NaN;

        int bits = Floats.ToBits(magnitude);
        ulong m = (uint)(bits & 0x7fffff) | 0x800000;
        int e = (bits >> 23) - 150;
        ulong turns = (m * Window(e - 2) << 32) + m * Window(e + 30) + (m * Window(e + 62) >> 32);
        long fraction = (long)(turns << 2) >> 2;
        int n = (int)((turns - (ulong)fraction) >> 62);
        ulong distance = (ulong)Math.Abs(fraction);
        int shift = 0;
        for (; distance < 1UL << 63; shift++) distance <<= 1;

        // 31 bits of the distance to the nearest multiple, times 32 of π/2.
        float r = (float)((long)((distance >> 32) * 0xc90fdaa2 >> 1) * Math.Pow(2, -60 - shift));
        bool isNegative = x < 0;
        quadrant = isNegative ? (4 - n) & 3 : n;
        return fraction < 0 == isNegative ? r : -r;
    }

    private static uint Window(int position)
    {
        int word = position >> 5, offset = position & 31;
        ulong high = word < 0 ? 0 : TwoOverPi[word], low = TwoOverPi[word + 1];
        return (uint)((high << 32 | low) << offset >> 32);
    }
}
