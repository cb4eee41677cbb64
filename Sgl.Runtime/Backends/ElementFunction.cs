namespace Sgl;

/// <summary>A function of one or two numbers that a <see cref="Backend"/> applies to each element.</summary>
internal enum ElementFunction
{
    /// <summary>x.</summary>
    Copy,

    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y.</summary>
    Subtract,

    /// <summary>x · y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,

    /// <summary>The lesser one; NaN where either is.</summary>
    Min,

    /// <summary>The greater one; NaN where either is.</summary>
    Max,

    /// <summary>y where x is less, else x, also where it is NaN.</summary>
    AtLeast,

    /// <summary>y where x is greater, else x, also where it is NaN.</summary>
    AtMost,

    /// <summary>1 where x is greater, else 0.</summary>
    Greater,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>√x.</summary>
    Sqrt,

    /// <summary>eˣ.</summary>
    Exp,

    /// <summary>ln x.</summary>
    Log,

    /// <summary>1/(1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>The nearest integer, of two the even one.</summary>
    Round,
}
