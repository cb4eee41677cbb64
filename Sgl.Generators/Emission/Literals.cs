using System.Globalization;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>Writes numbers that read back as the same bits, in every culture.</summary>
internal static class Literals
{
    /// <summary>A C# float literal.</summary>
    public static string Float(float value)
    {
        if (float.IsNaN(value)) return "float.NaN";
        if (float.IsPositiveInfinity(value)) return "float.PositiveInfinity";
        if (float.IsNegativeInfinity(value)) return "float.NegativeInfinity";
        return RoundTrip(value) + "f";
    }

    /// <summary>Decimal digits for people.</summary>
    public static string Plain(float value) => RoundTrip(value);

    public static string Int(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string RoundTrip(float value)
    {
        if (value == 0f) return Floats.ToBits(value) < 0 ? "-0" : "0";
        string text = value.ToString("R", CultureInfo.InvariantCulture);

        // .NET Framework's "R" does not always read back as the same float; nine digits always do.
        return float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) == value
            ? text
            : value.ToString("G9", CultureInfo.InvariantCulture);
    }
}
