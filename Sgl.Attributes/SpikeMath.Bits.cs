using System.Runtime.CompilerServices;

namespace Sgl;

/// <content>What the functions are made of beside arithmetic; kernels of one neuron call the same.</content>
public static partial class SpikeMath
{
    /// <summary>2ⁿ for an integer n from −126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float PowerOfTwo(float n) => BitConverter.Int32BitsToSingle(((int)n + 127) << 23);

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
        float half = MathF.Round(exponent * 0.5f);
        float whole = scaled * PowerOfTwo(-half) * PowerOfTwo(half - exponent);
        bool isLarge = whole > 1.41421356f;
        e = (isLarge ? exponent + 1f : exponent) - (isDenormal ? 23f : 0f);
        return isLarge ? 0.5f * whole : whole;
    }
}
