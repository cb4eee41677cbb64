using Sgl.Generators.Ir;

namespace Sgl.Generators.Surrogates;

/// <summary>What a surrogate as written on a model computes: its row or the user's own, and the normalization.</summary>
internal static class SurrogateFunction
{
    /// <summary>The node of S̃′(x).</summary>
    public static int Derivative(GraphBuilder b, int x, int alpha, Surrogate surrogate)
    {
        if (surrogate.Custom is { } custom) return b.Inline(custom.Derivative, x, alpha);
        SurrogateRow row = SurrogateTable.Get(surrogate.Kind);
        int derivative = row.Derivative(b, x, alpha);
        return Factor(b, row, alpha, surrogate.Normalize) is { } factor
            ? b.Binary(Op.Multiply, factor, derivative)
            : derivative;
    }

    /// <summary>
    /// The node of ∂S̃/∂α = x·S̃′(x)/α, which holds for every surrogate whose area is the same for all α; 0 where S̃′
    /// is, also at infinity.
    /// </summary>
    public static int AlphaDerivative(GraphBuilder b, int x, int alpha, int derivative) => b.Select(
        b.Binary(Op.Equal, derivative, b.Constant(0f)),
        b.Constant(0f),
        b.Binary(Op.Divide, b.Binary(Op.Multiply, x, derivative), alpha));

    /// <summary>Whether α can be learned: the spike's smooth stand-in rises from 0 to the same height for all α.</summary>
    public static bool CanLearnAlpha(Surrogate surrogate)
    {
        if (surrogate.Custom is not null) return false;
        Scaling scaling = SurrogateTable.Get(surrogate.Kind).Scaling;
        return surrogate.Normalize == Normalization.Area
            ? scaling != Scaling.Other
            : surrogate.Normalize == Normalization.None && scaling == Scaling.Area;
    }

    /// <summary>S̃(x) in double, whose derivative is S̃′.</summary>
    /// <exception cref="InvalidOperationException">The user's surrogate has none.</exception>
    public static double Primitive(double x, double alpha, Surrogate surrogate)
    {
        if (surrogate.Custom is { } custom)
        {
            Graph primitive = custom.Primitive
                ?? throw new InvalidOperationException($"The surrogate '{surrogate.Kind}' has no primitive.");
            double[] values =
                new Interpreter(Precision.Double).Evaluate(primitive, leaf => leaf.Slot == 0 ? x : alpha);
            return values[primitive.Results[0].Value];
        }

        SurrogateRow row = SurrogateTable.Get(surrogate.Kind);
        double scale = surrogate.Normalize switch
        {
            Normalization.Area => row.Area(alpha),
            Normalization.Peak => row.Peak(alpha),
            _ => 1,
        };
        return row.Primitive(x, alpha) / scale;
    }

    /// <summary>What S̃′ is multiplied by; null where that is 1.</summary>
    private static int? Factor(GraphBuilder b, SurrogateRow row, int alpha, Normalization normalize)
    {
        if (normalize == Normalization.None) return null;
        Func<double, double> size = normalize == Normalization.Area ? row.Area : row.Peak;
        if (b[alpha].Op == Op.Constant) return NotOne(1 / size(b[alpha].Value));

        // α is learned: its family says how the size depends on it.
        bool dependsOnAlpha = normalize == Normalization.Area == (row.Scaling == Scaling.Peak);
        if (!dependsOnAlpha) return NotOne(1 / size(1));
        int unit = b.Constant((float)(1 / size(1)));
        return normalize == Normalization.Area ? b.Binary(Op.Multiply, alpha, unit) : b.Binary(Op.Divide, unit, alpha);

        int? NotOne(double factor) => (float)factor == 1f ? null : b.Constant((float)factor);
    }
}
