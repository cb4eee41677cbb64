using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>The operations of <c>SpikeMath.Pow</c>, of x and an exponent y.</summary>
internal static class PowBody
{
    public static Graph Build()
    {
        var b = new BodyBuilder();
        int y = b.Argument(1, "y");
        int magnitude = b.Named("magnitude", b.Apply(Op.Abs, b.X));
        (int m, int e) = MantissaBody.Build(b, magnitude);
        (int highLog, int lowLog) = Log2(b, m, e);
        int regular = PowerOfTwo(b, y, highLog, lowLog);
        return b.Return(WithSpecialValues(b, y, magnitude, regular));
    }

    private static (int High, int Low) Log2(BodyBuilder b, int m, int e)
    {
        int difference = b.Named("a", b.Subtract(m, b.Number(1f)));
        int sum = b.Named("b", b.Add(m, b.Number(1f)));
        int sumRest = b.Named("bRest", b.Subtract(m, b.Subtract(sum, b.Number(1f))));
        int sumHigh = b.Named("bHigh", b.Apply(Op.High, sum));
        int sumLow = b.Named("bLow", b.Add(b.Subtract(sum, sumHigh), sumRest));
        int sHigh = b.Named("sHigh", b.Apply(Op.High, b.Divide(difference, sum)));
        int remainder = b.Subtract(b.Subtract(difference, b.Multiply(sHigh, sumHigh)), b.Multiply(sHigh, sumLow));
        int sLow = b.Named("sLow", b.Divide(remainder, sum));
        int s = b.Named("s", b.Add(sHigh, sLow));

        int z = b.Named("z", b.Multiply(s, s));
        int p = b.Polynomial(z, 0.23076923f, 0.27272728f, 0.33333334f, 0.42857143f, 0.6f);
        int square = b.Named("square", b.Multiply(sHigh, sHigh));
        int rest = b.Named(
            "rest", b.Add(b.Multiply(p, b.Multiply(z, z)), b.Multiply(sLow, b.Add(sHigh, s))));
        int tHigh = b.Named("tHigh", b.Apply(Op.High, b.Add(b.Add(b.Number(3f), square), rest)));
        int tLow = b.Named("tLow", b.Subtract(rest, b.Subtract(b.Subtract(tHigh, b.Number(3f)), square)));

        int product = b.Named("product", b.Multiply(sHigh, tHigh));
        int productRest = b.Named("productRest", b.Add(b.Multiply(sLow, tHigh), b.Multiply(tLow, s)));
        int uHigh = b.Named("uHigh", b.Apply(Op.High, b.Add(product, productRest)));
        int uLow = b.Named("uLow", b.Subtract(productRest, b.Subtract(uHigh, product)));
        int log = b.Named("log", b.Multiply(b.Number(0.9616699f), uHigh));
        int logRest = b.Named(
            "logRest",
            b.Add(b.Multiply(b.Number(1.26772051e-4f), uHigh), b.Multiply(uLow, b.Number(0.9617967f))));
        int high = b.Named("highLog", b.Apply(Op.High, b.Add(b.Add(log, logRest), e)));
        return (high, b.Named("lowLog", b.Subtract(logRest, b.Subtract(b.Subtract(high, e), log))));
    }

    private static int PowerOfTwo(BodyBuilder b, int y, int highLog, int lowLog)
    {
        int yHigh = b.Named("yHigh", b.Apply(Op.High, y));
        int power = b.Named("power", b.Multiply(yHigh, highLog));
        int powerRest = b.Named(
            "powerRest", b.Add(b.Multiply(b.Subtract(y, yHigh), highLog), b.Multiply(y, lowLog)));
        int sum = b.Named("sum", b.Add(power, powerRest));
        int isInside = b.Named("isInside", b.Is(b.Apply(Op.Abs, sum), Op.Less, 160f));
        int limit = b.Named("limit", b.Select(b.Is(sum, Op.Less, 0f), b.Number(-160f), b.Number(160f)));
        int main = b.Named("main", b.Select(isInside, power, limit));
        int n = b.Named("n", b.Apply(Op.Round, b.Select(isInside, sum, limit)));
        int fraction = b.Add(b.Subtract(main, n), b.Select(isInside, powerRest, b.Number(0f)));
        int r = b.Named("r", b.Multiply(fraction, b.Number(0.6931472f)));
        return b.Named("regular", b.Apply(Op.Scale, ExpBody.NearZero(b, r), n));
    }

    private static int WithSpecialValues(BodyBuilder b, int y, int magnitude, int regular)
    {
        int infinity = b.Number(float.PositiveInfinity);
        int isPositive = b.Is(y, Op.Greater, 0f);
        int atZero = b.Named("atZero", b.Select(isPositive, b.Number(0f), infinity));
        int atInfinity = b.Named("atInfinity", b.Select(isPositive, infinity, b.Number(0f)));
        int isZero = b.Named("isZero", b.Is(magnitude, Op.Equal, 0f));
        int isInfinite = b.Named("isInfinite", b.Is(magnitude, Op.Equal, float.PositiveInfinity));
        int size = b.Named("size", b.Select(isZero, atZero, b.Select(isInfinite, atInfinity, regular)));
        int isInteger = b.Named("isInteger", b.Compare(Op.Equal, b.Apply(Op.Floor, y), y));
        int halfY = b.Named("halfY", b.Multiply(b.Number(0.5f), y));
        int isOdd = b.Named("isOdd", b.And(isInteger, b.Compare(Op.NotEqual, b.Apply(Op.Floor, halfY), halfY)));
        int isMinusZero = b.And(isZero, b.Is(b.Divide(b.Number(1f), b.X), Op.Less, 0f));
        int isNegative = b.Named("isNegative", b.Or(b.Is(b.X, Op.Less, 0f), isMinusZero));
        int signed = b.Named("signed", b.Select(b.And(isNegative, isOdd), b.Apply(Op.Negate, size), size));
        int isUndefined = b.Named(
            "isUndefined",
            b.And(b.And(b.Is(b.X, Op.Less, 0f), b.Not(isInteger)), b.Not(isInfinite)));
        int isDefined = b.And(b.Compare(Op.Equal, b.X, b.X), b.Not(isUndefined));
        int defined = b.Named("defined", b.Select(isDefined, signed, b.Number(float.NaN)));
        return b.Select(b.Is(y, Op.Equal, 0f), b.Number(1f), defined);
    }
}
