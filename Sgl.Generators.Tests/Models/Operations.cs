namespace Sgl.Tests.Models;

/// <summary>The functions of one argument that are one operation, each as it is.</summary>
[Surrogate(Kind.None)]
public partial class UnaryOperations
{
    public (float, float, float, float, float, float, float) Step(float x) => (
        MathF.Sqrt(x), MathF.Abs(x), MathF.Floor(x), MathF.Ceiling(x), MathF.Round(x), MathF.Truncate(x), MathF.Sign(x));
}

/// <summary>Those of two arguments.</summary>
[Surrogate(Kind.None)]
public partial class BinaryOperations
{
    public (float, float) Step(float x, float y) => (MathF.Min(x, y), MathF.Max(x, y));
}

/// <summary>Minima and maxima of a value and a number, on either side.</summary>
[Surrogate(Kind.None)]
public partial class LimitOperations
{
    public (float, float, float, float, float, float) Step(float x) => (
        MathF.Min(x, 1.5f), MathF.Max(-1e-39f, x), MathF.Min(-0f, x), MathF.Max(x, 0f),
        MathF.Min(MathF.Max(x, float.NegativeInfinity), 3e20f), MathF.Max(x, float.NaN));
}

/// <summary>Those of three arguments.</summary>
[Surrogate(Kind.None)]
public partial class TernaryOperations
{
    public (float, float) Step(float x, float y, float z) => (
        SpikeMath.Clamp(x, y, z), MathF.FusedMultiplyAdd(x, y, z));
}

/// <summary>A sign scales and has no gradient of its own. MathF refuses that of NaN, so it is not asked for.</summary>
[Surrogate(Kind.ATan)]
public partial class Rectified
{
    [Parameter(Learnable = true)] public float Center = 0.1f;

    public (float, float) Step(float x)
    {
        float distance = x - Center;
        float size = MathF.Abs(distance) <= float.MaxValue ? distance * MathF.Sign(distance) : 0f;
        return (SpikeMath.Spike(size - 0.5f), SpikeMath.Clamp(size, -Center, Center + 0.4f));
    }
}
