namespace Sgl;

/// <summary>An input or an output of a network.</summary>
/// <param name="Name">What it is called: the name of its node, or <c>input</c> and <c>output</c>.</param>
/// <param name="Shape">A sample at one time step.</param>
public sealed record NetworkPort(string Name, Shape Shape)
{
    /// <summary>The layer that gives an output; −1 for an input.</summary>
    internal int Layer { get; init; } = -1;
}
