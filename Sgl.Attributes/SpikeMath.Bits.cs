using System.Runtime.CompilerServices;

namespace Sgl;

/// <content>What the functions are made of beside arithmetic; kernels of one neuron call the same.</content>
public static partial class SpikeMath
{
    /// <summary>
    /// x·2ⁿ for an integer n from −252 to 254: times two powers, one half as large as the other or equal, which both are
    /// normal numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Scale(float x, float n)
    {
        // From 2²³ on a float is an integer that its last bits tell: n and the biases of two exponents, 127 each.
        int sum = BitConverter.SingleToInt32Bits(n + 12583166f); // 1.5 · 2²³ + 254
        int half = sum >> 1;
        return x * BitConverter.Int32BitsToSingle(half << 23) * BitConverter.Int32BitsToSingle((sum - half) << 23);
    }

    /// <summary>⌊log₂|x|⌋ of a normal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Exponent(float x) => ((BitConverter.SingleToInt32Bits(x) >> 23) & 255) - 127;

    /// <summary>The number with the lower 12 bits of its mantissa cleared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float High(float x) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x) & ~0xfff);

    /// <summary>The m from √½ to √2 with x = m·2ᵉ, of a positive number, denormal ones too.</summary>
    private static float Mantissa(float x, out float e)
    {
        bool isDenormal = x < 1.17549435e-38f;
        float scaled = isDenormal ? x * 8388608f : x;
        float exponent = Exponent(scaled);
        float whole = Scale(scaled, -exponent);
        bool isLarge = whole > 1.41421356f;
        e = (isLarge ? exponent + 1f : exponent) - (isDenormal ? 23f : 0f);
        return isLarge ? 0.5f * whole : whole;
    }
}
