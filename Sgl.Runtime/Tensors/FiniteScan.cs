using System.Numerics;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>Looks for NaN and infinity, as fast as memory is read.</summary>
internal static class FiniteScan
{
    /// <summary>Where the first number is that is NaN or infinite; −1 where there is none.</summary>
    public static int IndexIn(ReadOnlySpan<float> values)
    {
        if (IsFinite(values)) return -1;
        for (int i = 0; ; i++)
            if (!float.IsFinite(values[i])) return i;
    }

    /// <summary>An element of an array by its indices, as in <c>weight[2, 0]</c>.</summary>
    public static string NameOf(Parameter parameter, int at)
    {
        int[] indices = new int[parameter.Shape.Length];
        for (int i = indices.Length - 1, rest = at; i >= 0; rest /= parameter.Shape[i], i--) indices[i] = rest % parameter.Shape[i];
        return $"{parameter.Name}[{string.Join(", ", indices)}]";
    }

    // 0 times a number is 0, unless it is NaN or infinite; and a sum with NaN stays NaN.
    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        int width = Vector<float>.Count, at = 0;
        Vector<float> a = default, b = default;
        for (; at <= values.Length - 2 * width; at += 2 * width)
        {
            a += Vector.LoadUnsafe(ref first, (nuint)at) * Vector<float>.Zero;
            b += Vector.LoadUnsafe(ref first, (nuint)(at + width)) * Vector<float>.Zero;
        }

        float sum = Vector.Sum(a + b);
        for (; at < values.Length; at++) sum += values[at] * 0f;
        return sum == 0f;
    }
}
