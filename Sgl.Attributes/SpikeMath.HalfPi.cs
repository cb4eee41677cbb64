namespace Sgl;

public static partial class SpikeMath
{
    // 2/π = 1 + Σ dₖ·4096^−(k+1). With digits from −2048 to 2047 the sum of two products with 12 bits each is exact.
    private static readonly float[] TwoOverPi =
        [-1488, -1661, 1765, -444, 339, -1540, 629, 2002, -173, 1246, -1010, -1181, -1702, -1732, 1081, 66];

    /// <summary>
    /// x − n·π/2 for the integer n that leaves the smallest remainder, accurate for the largest floats too.
    /// </summary>
    /// <remarks>
    /// Payne and Hanek's method (1983, doi:10.1145/1057600.1057602) in floats: of 2/π only those digits are multiplied
    /// whose products with x are not all multiples of 4, and the exact products are added with their rounding errors,
    /// and the errors of those sums with theirs (Dekker's Fast2Sum 1971, cascaded as by Ogita, Rump and Oishi 2005).
    /// </remarks>
    /// <param name="x">The number; NaN where it is not finite.</param>
    /// <param name="quadrant">n modulo 4.</param>
    private static float Reduce(float x, out float quadrant)
    {
        float exponent = Exponent(x);
        float skipped = exponent < 25f ? 0f : MathF.Floor((exponent - 25f) / 12f);
        float y = Scale(x, -12f * skipped);
        float yHigh = High(y);
        float yLow = y - yHigh;
        float Digit(int i) => Scale(TwoOverPi[(int)skipped + i], -12 * (i + 1));
        float Term(int i) => yLow * Digit(i) + yHigh * Digit(i + 1);

        // sum + rest + last = x·2/π modulo 4, each of them about 2⁻²⁴ of the one before.
        float whole = Modulo4(yHigh + (yLow + yHigh * Digit(0)));
        float term = Modulo4(Term(0));
        float sum = whole + term;
        float rest = term - (sum - whole);
        float last = Term(5) + Term(6);
        for (int i = 1; i <= 4; i++)
        {
            term = i == 1 ? Modulo4(Term(i)) : Term(i);
            float nextSum = sum + term;
            float error = term - (nextSum - sum);
            float nextRest = rest + error;
            last += error - (nextRest - rest);
            (sum, rest) = (nextSum, nextRest);
        }

        float n = MathF.Round(sum);
        float fraction = sum - n;
        float f = fraction + rest;
        float added = f - fraction;
        float fLow = fraction - (f - added) + (rest - added) + last;

        // Times π/2, whose first 12 bits are 1.5703125.
        float fHigh = High(f);
        float fRest = f - fHigh + fLow;
        float r = fHigh * 1.5703125f + (fHigh * 4.8382679e-4f + fRest * 1.5707964f);

        bool isSmall = MathF.Abs(x) < 0.785398163f;
        quadrant = isSmall ? 0f : n - 4f * MathF.Floor(n * 0.25f);
        return isSmall ? x : r;
    }

    /// <summary>x without multiples of 4, from −2 to 2.</summary>
    private static float Modulo4(float x) => x - 4f * MathF.Round(x * 0.25f);
}
