using Sgl.Generators.Ir;

namespace Sgl.Generators.Surrogates;

/// <summary>Which steepness a surrogate can have in single precision: its slopes are numbers, and not all 0.</summary>
internal static class Steepness
{
    private const double SmallestNormal = 1.17549435e-38;

    // Of a surrogate of the user's own nothing is known.
    private const float Smallest = 1.401298464e-45f;

    // Beside the threshold, in units of 1/α or as they are: flanks, tails and what overflows.
    private static readonly double[] Distances = [0.3, 0.5, 1, 3, 100, 1e10, float.MaxValue, double.PositiveInfinity];

    /// <summary>Whether kernels can compute with a steepness.</summary>
    public static bool IsPossible(Surrogate surrogate, float alpha)
    {
        if (float.IsNaN(alpha) || float.IsInfinity(alpha) || alpha <= 0) return false;
        if (surrogate.Custom is not null || surrogate.Kind == SurrogateTable.None) return true;
        if (alpha <= SurrogateTable.Get(surrogate.Kind).AlphaAbove) return false;

        var b = new GraphBuilder();
        int slope = SurrogateFunction.Derivative(b, b.Leaf(Op.Input, 0, "x"), b.Constant(alpha), surrogate);
        b.AddResult(ResultKind.Output, 0, slope);
        Graph graph = b.Build();
        var interpreter = new Interpreter(Precision.Single);
        if (!IsNormal(Slope(0)) || !IsNormal(Slope(-Smallest)) || !IsNormal(Slope(Smallest))) return false;
        foreach (double distance in Distances)
            foreach (double x in new[] { distance, -distance, distance / alpha, -distance / alpha })
                if (!IsFinite(Slope((float)x))) return false;
        return true;

        double Slope(float x) => interpreter.Evaluate(graph, _ => x)[graph.Results[0].Value];

        static bool IsFinite(double value) => Math.Abs(value) <= float.MaxValue;

        static bool IsNormal(double value) => IsFinite(value) && Math.Abs(value) >= SmallestNormal;
    }

    /// <summary>The smallest and the largest steepness, around the default, with which kernels can compute.</summary>
    public static (float Smallest, float Largest) RangeOf(Surrogate surrogate)
    {
        float known = surrogate.Custom is null ? SurrogateTable.Get(surrogate.Kind).DefaultAlpha : 1f;
        return (Last(known, 0f), Last(known, float.MaxValue));

        // Positive floats are in the order of their bits.
        float Last(float possible, float end)
        {
            (int good, int bad) = (BitsOf(possible), BitsOf(end));
            if (IsPossible(surrogate, end)) return end;
            while (Math.Abs((long)good - bad) > 1)
            {
                int middle = (int)(((long)good + bad) / 2);
                if (IsPossible(surrogate, FloatOf(middle))) good = middle;
                else bad = middle;
            }

            return FloatOf(good);
        }
    }

    private static int BitsOf(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0);

    private static float FloatOf(int bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
}
