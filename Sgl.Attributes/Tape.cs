namespace Sgl;

/// <summary>Where the backward kernel gets the values of the forward pass from. No bit of a result depends on it.</summary>
public enum Tape
{
    /// <summary>The compiler decides by what it counts: bytes moved against operations repeated.</summary>
    Auto,

    /// <summary>Forward saves the fewest values from which all others follow, for every neuron and time step.</summary>
    Save,

    /// <summary>
    /// Forward saves nothing. Backward runs the time steps once more, from the inputs, into a scratch as large as one
    /// tile.
    /// </summary>
    Recompute,
}
