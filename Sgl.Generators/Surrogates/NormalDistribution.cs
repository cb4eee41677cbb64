namespace Sgl.Generators.Surrogates;

/// <summary>The normal distribution's integral, which .NET does not have: for primitives.</summary>
internal static class NormalDistribution
{
    /// <summary>Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), exact to a few units of 1e-16.</summary>
    public static double Integral(double x)
    {
        if (!(Math.Abs(x) < 9)) return x > 0 ? 1 : x < 0 ? 0 : x;
        double sum = 0, term = x;
        for (int odd = 3; sum + term != sum; odd += 2)
        {
            sum += term;
            term *= x * x / odd;
        }

        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
