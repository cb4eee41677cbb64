namespace Sgl.Generators.Analysis;

/// <summary>Between which numbers a float lies: interval arithmetic, with what a float is when it is no number.</summary>
/// <param name="Low">Lower bound, or −∞.</param>
/// <param name="High">Upper bound, or ∞.</param>
/// <param name="MayBeNaN">Whether the value may be no number at all.</param>
internal readonly record struct Bounds(double Low, double High, bool MayBeNaN = false)
{
    /// <summary>How far rounding may move a value, functions of two ulp included.</summary>
    private const double Rounding = 1.0 / (1 << 21);

    public static readonly Bounds Unknown = new(double.NegativeInfinity, double.PositiveInfinity, MayBeNaN: true);

    public static readonly Bounds Zero = new(0, 0);

    public static readonly Bounds Bit = new(0, 1);

    /// <summary>Whether it is certainly a number that a float can hold.</summary>
    public bool IsFinite => !MayBeNaN && !MayBeInfinite;

    public bool Has(double value) => Low <= value && value <= High;

    private bool MayBeInfinite => !(Low >= -float.MaxValue && High <= float.MaxValue);

    public static Bounds Number(float value) => new(value, value, float.IsNaN(value));

    /// <summary>Any number up to a size.</summary>
    public static Bounds UpTo(double size) => new(-size, size);

    /// <summary>What rounding to single makes of it: beyond its range is infinity, below its least number is 0.</summary>
    public Bounds Rounded() => this with
    {
        Low = Round(Low - Math.Abs(Low) * Rounding), High = Round(High + Math.Abs(High) * Rounding),
    };

    public static Bounds Union(Bounds a, Bounds b) =>
        new(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High), a.MayBeNaN || b.MayBeNaN);

    public static Bounds operator -(Bounds x) => new(-x.High, -x.Low, x.MayBeNaN);

    public static Bounds operator -(Bounds a, Bounds b) => a + -b;

    public static Bounds operator +(Bounds a, Bounds b)
    {
        double low = a.Low + b.Low, high = a.High + b.High;
        bool cancel = (double.IsPositiveInfinity(a.High) && double.IsNegativeInfinity(b.Low))
            || (double.IsNegativeInfinity(a.Low) && double.IsPositiveInfinity(b.High));
        return new Bounds(
            double.IsNaN(low) ? double.NegativeInfinity : low,
            double.IsNaN(high) ? double.PositiveInfinity : high,
            a.MayBeNaN || b.MayBeNaN || cancel);
    }

    public static Bounds operator *(Bounds a, Bounds b)
    {
        double[] corners = [Times(a.Low, b.Low), Times(a.Low, b.High), Times(a.High, b.Low), Times(a.High, b.High)];
        bool isNaN = a.MayBeNaN || b.MayBeNaN || (a.MayBeInfinite && b.Has(0)) || (b.MayBeInfinite && a.Has(0));
        return new Bounds(corners.Min(), corners.Max(), isNaN);
    }

    public static Bounds operator /(Bounds a, Bounds b) => b.Has(0)
        ? Unknown
        : a * new Bounds(1 / b.High, 1 / b.Low, b.MayBeNaN || (a.MayBeInfinite && b.MayBeInfinite));

    /// <summary>x·x, which is not negative.</summary>
    public static Bounds Square(Bounds x)
    {
        Bounds size = Abs(x);
        return new Bounds(size.Low * size.Low, size.High * size.High, x.MayBeNaN);
    }

    /// <summary>A function that only rises, and is NaN below where it begins.</summary>
    public static Bounds Rising(Bounds x, Func<double, double> function, double begin = double.NegativeInfinity) => new(
        function(Math.Max(x.Low, begin)), function(Math.Max(x.High, begin)), x.MayBeNaN || x.Low < begin);

    /// <summary>Sine and cosine, which are NaN at infinity.</summary>
    public static Bounds Wave(Bounds x) => new(-1, 1, x.MayBeNaN || x.MayBeInfinite);

    public static Bounds Abs(Bounds x)
    {
        double low = Math.Abs(x.Low), high = Math.Abs(x.High);
        return x with { Low = x.Has(0) ? 0 : Math.Min(low, high), High = Math.Max(low, high) };
    }

    public static Bounds Min(Bounds a, Bounds b) => new(
        Math.Min(a.Low, b.Low), Math.Min(a.High, b.High), a.MayBeNaN || b.MayBeNaN);

    public static Bounds Max(Bounds a, Bounds b) => -Min(-a, -b);

    /// <summary>xʸ of a constant y.</summary>
    public static Bounds Power(Bounds x, Bounds exponent)
    {
        double y = exponent.Low;
        if ((x.Low < 0 && Math.Floor(y) != y) || (y < 0 && x.Has(0))) return Unknown;
        double[] ends = [Math.Pow(x.Low, y), Math.Pow(x.High, y)];
        return new Bounds(x.Has(0) ? Math.Min(0, ends.Min()) : ends.Min(), ends.Max(), x.MayBeNaN);
    }

    // A bound of 0 times an unbounded factor is 0: the product of the numbers within is.
    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;

    private static double Round(double x) =>
        Math.Abs(x) > float.MaxValue ? (x > 0 ? double.PositiveInfinity : double.NegativeInfinity)
        : Math.Abs(x) < float.Epsilon ? 0
        : x;
}
