namespace Sgl.Generators.Emission;

/// <summary>What a parameter of a kernel is.</summary>
internal enum ParameterShape
{
    /// <summary>[T, N]: a row for each time step.</summary>
    Plane,

    /// <summary>[T, N], a bit each, for the runtime's layers.</summary>
    BitPlane,

    /// <summary>[N]: one row.</summary>
    Row,

    /// <summary>One number.</summary>
    Scalar,

    /// <summary>Working memory, of which the public method's callers know nothing.</summary>
    Scratch,

    /// <summary>[N]: a sum over time that goes on from tile to tile of the same neurons; no more do they know of it.</summary>
    Sum,

    /// <summary>Whether earlier time steps will follow; false in the public method, which runs through all of them.</summary>
    Flag,
}

/// <summary>
/// One array or number that a kernel works on, with all that its three callers need: the kernel's own signature, the
/// public method on spans and the adapter for the runtime.
/// </summary>
/// <param name="Name">The identifier.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="IsWritten">Whether the kernel writes it.</param>
/// <param name="Tile">Where the runtime's tile holds it, such as <c>tile.Inputs[0]</c>.</param>
/// <param name="Doc">What it is, for the public documentation.</param>
internal sealed record KernelParameter(string Name, ParameterShape Shape, bool IsWritten, string Tile, string Doc)
{
    /// <summary>Whether the caller may leave it out: an empty span.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether callers of the public method give it.</summary>
    public bool IsPublic => Shape is ParameterShape.Plane or ParameterShape.Row or ParameterShape.Scalar;

    /// <summary>Whether it is the gradient of a parameter that all neurons share, which the public method sums.</summary>
    public bool IsSharedGradient { get; init; }

    /// <summary>The function of <c>Lanes</c> that yields its row at one time step.</summary>
    public string RowFunction { get; init; } = "Row";
}
