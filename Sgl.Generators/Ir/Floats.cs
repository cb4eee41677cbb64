namespace Sgl.Generators.Ir;

/// <summary>What netstandard2.0 lacks for floats.</summary>
internal static class Floats
{
    public static int ToBits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0);

    public static float FromBits(int bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);

    /// <summary>The smaller one as IEEE 754-2019 has it: NaN where either is NaN, and −0 is below 0.</summary>
    public static double Minimum(double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b)) return double.NaN;
        bool aIsNegative = BitConverter.DoubleToInt64Bits(a) < 0;
        return a < b || (a == b && aIsNegative) ? a : b;
    }

    /// <summary>
    /// a·b + c of three floats, such that rounding it to a float rounds the exact value once: the sum is rounded to
    /// odd (Boldo and Melquiond 2008, doi:10.1109/TC.2007.70819).
    /// </summary>
    public static double FusedMultiplyAdd(double a, double b, double c)
    {
        double product = a * b;
        double sum = product + c;
        double back = sum - product;
        double error = product - (sum - back) + (c - back);
        if (error == 0 || double.IsNaN(error) || double.IsInfinity(sum)) return sum;
        long bits = BitConverter.DoubleToInt64Bits(sum);
        if ((bits & 1) != 0) return sum;
        return BitConverter.Int64BitsToDouble(error > 0 == sum > 0 ? bits + 1 : bits - 1);
    }
}
