using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>
/// The operations of <c>SpikeMath.Reduce</c>, whose comments say why they are exact: x modulo π/2 for the largest
/// floats too (after Payne and Hanek 1983), in floats alone.
/// </summary>
internal static class HalfPiReduction
{
    private const int Window = 8;

    private static readonly float[] TwoOverPi =
        [-1488, -1661, 1765, -444, 339, -1540, 629, 2002, -173, 1246, -1010, -1181, -1702, -1732, 1081, 66];

    /// <summary>x − n·π/2 with the smallest magnitude, and n modulo 4.</summary>
    public static (int Remainder, int Quadrant) Build(BodyBuilder b)
    {
        int exponent = b.Named("exponent", b.Apply(Op.Exponent, b.X));
        int beyond = b.Apply(Op.Floor, b.Divide(b.Subtract(exponent, b.Number(25f)), b.Number(12f)));
        int skipped = b.Named("skipped", b.Select(b.Is(exponent, Op.Less, 25f), b.Number(0f), beyond));
        int y = b.Named("y", b.Apply(Op.Scale, b.X, b.Multiply(b.Number(-12f), skipped)));
        int yHigh = b.Named("yHigh", b.Apply(Op.High, y));
        int yLow = b.Named("yLow", b.Subtract(y, yHigh));
        int[] digits = Digits(b, skipped);
        int Term(int i) => b.Add(b.Multiply(yLow, digits[i]), b.Multiply(yHigh, digits[i + 1]));

        int whole = Modulo4(b, b.Named("product", b.Add(yHigh, b.Add(yLow, b.Multiply(yHigh, digits[0])))));
        b.Named("whole", whole);
        int term = b.Named("term", Modulo4(b, b.Named("product", Term(0))));
        int sum = b.Named("sum", b.Add(whole, term));
        int rest = b.Named("rest", b.Subtract(term, b.Subtract(sum, whole)));
        int last = b.Named("last", b.Add(Term(5), Term(6)));
        for (int i = 1; i <= 4; i++)
        {
            term = b.Named("term", i == 1 ? Modulo4(b, b.Named("product", Term(i))) : Term(i));
            int nextSum = b.Named("sum", b.Add(sum, term));
            int error = b.Named("error", b.Subtract(term, b.Subtract(nextSum, sum)));
            int nextRest = b.Named("rest", b.Add(rest, error));
            last = b.Named("last", b.Add(last, b.Subtract(error, b.Subtract(nextRest, rest))));
            (sum, rest) = (nextSum, nextRest);
        }

        int n = b.Named("n", b.Apply(Op.Round, sum));
        int fraction = b.Named("fraction", b.Subtract(sum, n));
        int f = b.Named("f", b.Add(fraction, rest));
        int added = b.Named("added", b.Subtract(f, fraction));
        int lost = b.Add(b.Subtract(fraction, b.Subtract(f, added)), b.Subtract(rest, added));
        int r = TimesHalfPi(b, f, b.Named("fLow", b.Add(lost, last)));

        int isSmall = b.Named("isSmall", b.Is(b.Apply(Op.Abs, b.X), Op.Less, 0.785398163f));
        int turns = b.Multiply(b.Number(4f), b.Apply(Op.Floor, b.Multiply(n, b.Number(0.25f))));
        int quadrant = b.Named("quadrant", b.Select(isSmall, b.Number(0f), b.Subtract(n, turns)));
        return (b.Named("r", b.Select(isSmall, b.X, r)), quadrant);
    }

    /// <summary>
    /// The digits after those that are skipped, at most 8 of them: moved by 8, 4, 2 and 1 where need be.
    /// </summary>
    private static int[] Digits(BodyBuilder b, int skipped)
    {
        int[] digits = [.. TwoOverPi.Select(b.Number)];
        for (int step = 8; step >= 1; step /= 2)
        {
            int[] here = digits;
            int isSkipped = b.Named($"skips{step}", b.Is(skipped, Op.GreaterOrEqual, step));
            digits = [.. Enumerable.Range(0, Window + step - 1).Select(Moved)];
            if (step > 1)
            {
                int done = b.Select(isSkipped, b.Number(step), b.Number(0f));
                skipped = b.Named("skipped", b.Subtract(skipped, done));
            }

            // What lies beyond the digits is never asked for.
            int Moved(int i) => i + step < here.Length
                ? b.Named("moved", b.Select(isSkipped, here[i + step], here[i]))
                : here[i];
        }

        return [.. digits.Select((digit, i) => b.Named("digit", b.Multiply(digit, b.Number(Weight(i)))))];
    }

    private static float Weight(int i) => (float)Math.Pow(2, -12 * (i + 1));

    private static int Modulo4(BodyBuilder b, int x) =>
        b.Subtract(x, b.Multiply(b.Number(4f), b.Apply(Op.Round, b.Multiply(x, b.Number(0.25f)))));

    private static int TimesHalfPi(BodyBuilder b, int f, int fLow)
    {
        int fHigh = b.Named("fHigh", b.Apply(Op.High, f));
        int fRest = b.Named("fRest", b.Add(b.Subtract(f, fHigh), fLow));
        int low = b.Add(b.Multiply(fHigh, b.Number(4.8382679e-4f)), b.Multiply(fRest, b.Number(1.5707964f)));
        return b.Add(b.Multiply(fHigh, b.Number(1.5703125f)), low);
    }
}
