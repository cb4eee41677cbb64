namespace Sgl.Generators.Ir;

/// <summary>Reinterprets floats and ints, which netstandard2.0 has no function for.</summary>
internal static class Floats
{
    public static int ToBits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0);

    public static float FromBits(int bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
}
