namespace Sgl.Generators.Ir;

/// <summary>What a node of the intermediate representation computes.</summary>
internal enum Op
{
    // Leaves. All but Constant are distinguished by their slot.
    Constant,
    Input,
    State,
    Parameter,

    /// <summary>A value that forward saved for backward.</summary>
    Tape,

    /// <summary>dL/d(output), as backward receives it.</summary>
    OutputGradient,

    /// <summary>dL/d(state after this step).</summary>
    StateGradient,

    /// <summary>dL/d(hoisted value), summed over all time steps.</summary>
    HoistedGradient,

    // Float arithmetic, IEEE single precision, never contracted.
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,

    /// <summary>x·2ⁿ for an x and an integer n from −252 to 254.</summary>
    Scale,

    /// <summary>⌊log₂|x|⌋ of a normal number, from its exponent bits.</summary>
    Exponent,

    /// <summary>The number with the lower 12 bits of its mantissa cleared: the product of two such is exact.</summary>
    High,

    // Functions of the model language that are one IEEE operation: rows of FunctionTable without a body.
    Abs,
    Sqrt,
    Min,
    Max,
    Floor,
    Ceiling,
    Round,
    Truncate,
    FusedMultiplyAdd,

    // Functions that are a sequence of operations: rows of FunctionTable with a body.
    Exp,
    Log,
    Tanh,
    Sigmoid,
    Sin,
    Cos,
    Pow,

    /// <summary>sin(x + n·π/2) for an n from 0 to 3, which sine and cosine are made of.</summary>
    ShiftedSine,

    // Float × Float → Bit.
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,

    // Bit → Bit.
    And,
    Or,
    Not,

    /// <summary>
    /// The Heaviside step of a Float, a Bit; its derivative is the node's surrogate, of the steepness that is its
    /// second operand.
    /// </summary>
    Spike,

    /// <summary>S̃′ of a Float and a steepness: the node's surrogate in the adjoint.</summary>
    SurrogateDerivative,

    /// <summary>A Bit as 0 or 1.</summary>
    ToFloat,

    /// <summary>A Bit as −1 or +1; to the gradient it is the Bit itself, as <c>Sign</c> is documented.</summary>
    ToSign,

    /// <summary>Bit ? Float : Float.</summary>
    Select,

    /// <summary>A Float through which no gradient passes.</summary>
    Detach,
}

/// <summary>The two types of a value.</summary>
internal enum ValueType
{
    Float,
    Bit,
}
