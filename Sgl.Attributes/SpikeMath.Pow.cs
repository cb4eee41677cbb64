namespace Sgl;

public static partial class SpikeMath
{
    /// <summary>
    /// <paramref name="x"/> raised to <paramref name="y"/>, within 2 units in the last place over the whole range
    /// (measured: 0.98), and the same bits on every engine. <see cref="MathF.Pow"/> in a <c>Step</c>
    /// means this function in the kernels; there <paramref name="y"/> must be a constant.
    /// </summary>
    /// <remarks>
    /// 2^(y·log₂|x|), with the logarithm by atanh and the product in pairs of floats whose partial products are exact
    /// (the idea of fdlibm's pow, Sun Microsystems 1993; the splitting is Dekker's 1971). Exponents −1, 1 and 2 are
    /// divisions and products.
    /// </remarks>
    /// <param name="x">The base; NaN below 0 unless <paramref name="y"/> is an integer.</param>
    /// <param name="y">The exponent, finite.</param>
    public static float Pow(float x, float y)
    {
        if (y == 2f) return x * x;
        if (y == 1f) return x;
        if (y == -1f) return 1f / x;

        float magnitude = MathF.Abs(x);
        float m = Mantissa(magnitude, out float e);

        // s = (m − 1)/(m + 1) in two parts.
        float a = m - 1f;
        float b = m + 1f;
        float bRest = m - (b - 1f);
        float bHigh = High(b);
        float bLow = b - bHigh + bRest;
        float sHigh = High(a / b);
        float sLow = (a - sHigh * bHigh - sHigh * bLow) / b;
        float s = sHigh + sLow;

        // 3·atanh(s)/s = 3 + s² + 3·(s⁴/5 + s⁶/7 + …) in two parts.
        float z = s * s;
        float p = 0.23076923f;
        p = p * z + 0.27272728f;
        p = p * z + 0.33333334f;
        p = p * z + 0.42857143f;
        p = p * z + 0.6f;
        float square = sHigh * sHigh;
        float rest = p * (z * z) + sLow * (sHigh + s);
        float tHigh = High(3f + square + rest);
        float tLow = rest - (tHigh - 3f - square);

        // log₂ m = s·t·2/(3·ln 2), and with the exponent log₂ |x| = highLog + lowLog.
        float product = sHigh * tHigh;
        float productRest = sLow * tHigh + tLow * s;
        float uHigh = High(product + productRest);
        float uLow = productRest - (uHigh - product);
        float log = 0.9616699f * uHigh;
        float logRest = 1.26772051e-4f * uHigh + uLow * 0.9617967f;
        float highLog = High(log + logRest + e);
        float lowLog = logRest - (highLog - e - log);

        // The exponent of 2, in two parts, no further than where the result is 0 or ∞.
        float yHigh = High(y);
        float power = yHigh * highLog;
        float powerRest = (y - yHigh) * highLog + y * lowLog;
        float sum = power + powerRest;
        bool isInside = MathF.Abs(sum) < 160f;
        float limit = sum < 0f ? -160f : 160f;
        float main = isInside ? power : limit;
        float n = MathF.Round(isInside ? sum : limit);
        float r = (main - n + (isInside ? powerRest : 0f)) * 0.6931472f;
        float regular = Scale(ExpNearZero(r), n);

        float atZero = y > 0f ? 0f : float.PositiveInfinity;
        float atInfinity = y > 0f ? float.PositiveInfinity : 0f;
        bool isZero = magnitude == 0f;
        bool isInfinite = magnitude == float.PositiveInfinity;
        float size = isZero ? atZero : isInfinite ? atInfinity : regular;
        bool isInteger = MathF.Floor(y) == y;
        bool isOdd = isInteger && MathF.Floor(0.5f * y) != 0.5f * y;
        bool isNegative = x < 0f || (isZero && 1f / x < 0f);
        float signed = isNegative && isOdd ? -size : size;
        bool isUndefined = x < 0f && !isInteger && !isInfinite;
        float defined = !float.IsNaN(x) && !isUndefined ? signed : float.NaN;
        return y == 0f ? 1f : defined;
    }
}
