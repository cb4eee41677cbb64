using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sgl.Bench;

/// <summary>Multiply-adds in registers, enough independent ones to keep every unit of a core busy.</summary>
internal static class MultiplyAdds
{
    private const int Chains = 12; // latency times units: 4 · 2 to 5 · 2 on today's cores; more would not fit 16 registers
    private const int Repetitions = 4_000_000;

    private interface ILanes<TVector>
    {
        static abstract TVector Of(float value);

        static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

        static abstract float First(TVector x);
    }

    /// <summary>Operations of one run.</summary>
    public static double Flops =>
        2.0 * Chains * Repetitions
        * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count);

    /// <summary>Does them; the result is there so that the compiler cannot leave them out.</summary>
    public static float Run() => Vector512.IsHardwareAccelerated
        ? Loop<Vector512<float>, Wide>()
        : Loop<Vector<float>, Native>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop<TVector, TLanes>()
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        (TVector a, TVector b, TVector x) = (TLanes.Of(0.5f), TLanes.Of(1f), TLanes.Of(0f));
        (TVector x0, TVector x1, TVector x2, TVector x3, TVector x4, TVector x5) = (x, x, x, x, x, x);
        (TVector x6, TVector x7, TVector x8, TVector x9, TVector x10, TVector x11) = (x, x, x, x, x, x);
        for (int i = 0; i < Repetitions; i++)
        {
            x0 = TLanes.MultiplyAdd(x0, a, b);
            x1 = TLanes.MultiplyAdd(x1, a, b);
            x2 = TLanes.MultiplyAdd(x2, a, b);
            x3 = TLanes.MultiplyAdd(x3, a, b);
            x4 = TLanes.MultiplyAdd(x4, a, b);
            x5 = TLanes.MultiplyAdd(x5, a, b);
            x6 = TLanes.MultiplyAdd(x6, a, b);
            x7 = TLanes.MultiplyAdd(x7, a, b);
            x8 = TLanes.MultiplyAdd(x8, a, b);
            x9 = TLanes.MultiplyAdd(x9, a, b);
            x10 = TLanes.MultiplyAdd(x10, a, b);
            x11 = TLanes.MultiplyAdd(x11, a, b);
        }

        return TLanes.First(x0) + TLanes.First(x1) + TLanes.First(x2) + TLanes.First(x3) + TLanes.First(x4)
            + TLanes.First(x5) + TLanes.First(x6) + TLanes.First(x7) + TLanes.First(x8) + TLanes.First(x9)
            + TLanes.First(x10) + TLanes.First(x11);
    }

    private readonly struct Native : ILanes<Vector<float>>
    {
        public static Vector<float> Of(float value) => new(value);

        public static Vector<float> MultiplyAdd(Vector<float> x, Vector<float> y, Vector<float> z) =>
            Vector.MultiplyAddEstimate(x, y, z);

        public static float First(Vector<float> x) => x[0];
    }

    private readonly struct Wide : ILanes<Vector512<float>>
    {
        public static Vector512<float> Of(float value) => Vector512.Create(value);

        public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) =>
            Vector512.MultiplyAddEstimate(x, y, z);

        public static float First(Vector512<float> x) => x[0];
    }
}
