using Sgl.Generators.Ir;

namespace Sgl.Generators.Surrogates;

/// <summary>How a surrogate depends on its steepness.</summary>
internal enum Scaling
{
    /// <summary>S̃′(x) = α·f(αx): its area is the same for every α.</summary>
    Area,

    /// <summary>S̃′(x) = f(αx): its peak is the same for every α.</summary>
    Peak,

    /// <summary>Neither.</summary>
    Other,
}

/// <summary>Builds S̃′ from a builder, the node of x and the node of the steepness.</summary>
internal delegate int DerivativeBuilder(GraphBuilder b, int x, int alpha);

/// <summary>A surrogate derivative: one row holds everything that the compiler knows of it.</summary>
/// <param name="Kind">The member of <c>Sgl.Kind</c>.</param>
/// <param name="DefaultAlpha">The steepness where the model names none.</param>
/// <param name="Formula">S̃′(x) as text.</param>
internal sealed record SurrogateRow(string Kind, float DefaultAlpha, string Formula)
{
    /// <summary>S̃′ as a graph.</summary>
    public required DerivativeBuilder Derivative { get; init; }

    /// <summary>S̃(x) as text.</summary>
    public required string PrimitiveFormula { get; init; }

    /// <summary>
    /// S̃ of x and α, in double. Where the area is finite, S̃(−∞) = 0, and for <see cref="IsSign"/> S̃(0) = 0; elsewhere
    /// the constant is that of the formula.
    /// </summary>
    public required Func<double, double, double> Primitive { get; init; }

    /// <summary>How S̃′ depends on α, which decides whether α can be learned.</summary>
    public required Scaling Scaling { get; init; }

    /// <summary>The largest value of |S̃′|, as a function of α.</summary>
    public required Func<double, double> Peak { get; init; }

    /// <summary>∫ S̃′(x) dx as a function of α; ∞ where the tails are too heavy.</summary>
    public required Func<double, double> Area { get; init; }

    /// <summary>Whether it comes from binarized networks, whose activations are −1 and +1.</summary>
    public bool IsSign { get; init; }

    /// <summary>The steepness must be above this.</summary>
    public float AlphaAbove { get; init; }
}
