namespace Sgl;

/// <content>Element by element.</content>
public abstract partial class Backend
{
    /// <summary>Sets every number to one value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="into">Written.</param>
    public void Fill(float value, View<float> into) => Copy(value, into);

    /// <summary>Copies numbers.</summary>
    /// <param name="x">A view or a number.</param>
    /// <param name="into">Written.</param>
    /// <exception cref="ArgumentException">The length of a view is no whole part of that of the result.</exception>
    public void Copy(Term x, View<float> into) => Map(ElementFunction.Copy, x, 0f, into);

    /// <summary>x + y.</summary>
    /// <param name="x">A view or a number.</param>
    /// <param name="y">A view or a number.</param>
    /// <param name="into">Written.</param>
    /// <exception cref="ArgumentException">The length of a view is no whole part of that of the result.</exception>
    public void Add(Term x, Term y, View<float> into) => Map(ElementFunction.Add, x, y, into);

    /// <summary>x − y.</summary>
    /// <inheritdoc cref="Add"/>
    public void Subtract(Term x, Term y, View<float> into) => Map(ElementFunction.Subtract, x, y, into);

    /// <summary>x · y.</summary>
    /// <inheritdoc cref="Add"/>
    public void Multiply(Term x, Term y, View<float> into) => Map(ElementFunction.Multiply, x, y, into);

    /// <summary>x / y.</summary>
    /// <inheritdoc cref="Add"/>
    public void Divide(Term x, Term y, View<float> into) => Map(ElementFunction.Divide, x, y, into);

    /// <summary>The lesser one; NaN where either is.</summary>
    /// <inheritdoc cref="Add"/>
    public void Min(Term x, Term y, View<float> into) => Map(ElementFunction.Min, x, y, into);

    /// <summary>The greater one; NaN where either is.</summary>
    /// <inheritdoc cref="Add"/>
    public void Max(Term x, Term y, View<float> into) => Map(ElementFunction.Max, x, y, into);

    /// <summary>1 where x is greater than y, else 0, also where either is NaN.</summary>
    /// <inheritdoc cref="Add"/>
    public void Greater(Term x, Term y, View<float> into) => Map(ElementFunction.Greater, x, y, into);

    /// <summary>|x|.</summary>
    /// <inheritdoc cref="Copy"/>
    public void Abs(Term x, View<float> into) => Map(ElementFunction.Abs, x, 0f, into);

    /// <summary>√x, NaN below 0.</summary>
    /// <inheritdoc cref="Copy"/>
    public void Sqrt(Term x, View<float> into) => Map(ElementFunction.Sqrt, x, 0f, into);

    /// <summary>eˣ, as <see cref="SpikeMath.Exp"/>.</summary>
    /// <inheritdoc cref="Copy"/>
    public void Exp(Term x, View<float> into) => Map(ElementFunction.Exp, x, 0f, into);

    /// <summary>ln x, as <see cref="SpikeMath.Log"/>.</summary>
    /// <inheritdoc cref="Copy"/>
    public void Log(Term x, View<float> into) => Map(ElementFunction.Log, x, 0f, into);

    /// <summary>1/(1 + e⁻ˣ), as <see cref="SpikeMath.Sigmoid"/>.</summary>
    /// <inheritdoc cref="Copy"/>
    public void Sigmoid(Term x, View<float> into) => Map(ElementFunction.Sigmoid, x, 0f, into);

    /// <summary>The integer nearest to x, of two the even one.</summary>
    /// <inheritdoc cref="Copy"/>
    public void Round(Term x, View<float> into) => Map(ElementFunction.Round, x, 0f, into);

    /// <summary>1 where x is above 0, −1 where it is below, else 0.</summary>
    /// <inheritdoc cref="Copy"/>
    public void Sign(View<float> x, View<float> into)
    {
        using Lease lease = Lend();
        View<float> isNegative = Scratch(into.Length);
        Greater(0f, x, isNegative);
        Greater(x, 0f, into);
        Subtract(into, isNegative, into);
    }

    /// <summary>Each number, or the bound that it is beyond; NaN stays.</summary>
    /// <param name="x">A view as long as the result.</param>
    /// <param name="min">The least result; −∞ is no bound.</param>
    /// <param name="max">The greatest result, at least <paramref name="min"/>; ∞ is no bound.</param>
    /// <param name="into">Written.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the bounds are in the wrong order.</exception>
    public void Clamp(View<float> x, float min, float max, View<float> into)
    {
        if (!(min <= max)) throw new ArgumentException($"The bounds {min} and {max} are in the wrong order.", nameof(min));
        Lanes.RequireLength(x.Length, into.Length, nameof(x));
        Map(ElementFunction.AtLeast, x, min, into);
        if (!float.IsPositiveInfinity(max)) Map(ElementFunction.AtMost, into, max, into);
    }

    /// <summary>into + factor · x, as in a step along a gradient; the product is rounded, then the sum.</summary>
    /// <param name="x">A view as long as the result.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="into">Read and written.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void AddScaled(View<float> x, float factor, View<float> into)
    {
        Lanes.RequireLength(x.Length, into.Length, nameof(x));
        if (into.Length > 0) AddScaledCore(x, factor, into);
    }

    /// <inheritdoc cref="AddScaled"/>
    internal virtual void AddScaledCore(View<float> x, float factor, View<float> into)
    {
        using Lease lease = Lend();
        View<float> product = Scratch(into.Length);
        Multiply(x, factor, product);
        Add(into, product, into);
    }

    /// <summary>A function of each element of one or two terms that fit.</summary>
    internal abstract void MapCore(ElementFunction function, Term x, Term y, View<float> into);

    private void Map(ElementFunction function, Term x, Term y, View<float> into)
    {
        x.RequireFor(into.Length, nameof(x));
        y.RequireFor(into.Length, nameof(y));
        if (into.Length > 0) MapCore(function, x, y, into);
    }
}
