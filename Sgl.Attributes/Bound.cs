namespace Sgl;

/// <summary>How a learnable parameter is kept between its bounds.</summary>
public enum Bound
{
    /// <summary>After each step of an optimizer, a value beyond a bound is set to the bound.</summary>
    Clamp,

    /// <summary>
    /// The optimizer changes an unbounded number w, and the parameter is Min + (Max − Min)·σ(w) with the logistic
    /// function σ: it never reaches its bounds, and its gradient is multiplied by the slope of that curve.
    /// </summary>
    Logistic,
}
