namespace Sgl;

/// <summary>What one forward or backward pass asks of a layer.</summary>
/// <param name="Workers">The threads to use.</param>
/// <param name="IsTraining">Whether a backward pass follows, or this is one: forward keeps what it needs.</param>
/// <param name="NeedsInputGradient">Whether the backward pass computes the gradient of the input.</param>
public readonly record struct Pass(Workers Workers, bool IsTraining, bool NeedsInputGradient = false)
{
    /// <summary>How the layer is joined to others; <c>default</c> where it runs on its own.</summary>
    public Edges Edges { get; init; }

    /// <summary>
    /// Whether all time steps are given to the layer at once, and no observer reads the gradient of each: that of a constant
    /// input may then be the sum over time.
    /// </summary>
    internal bool MaySumGradient { get; init; }

    /// <summary>Whether it is a step of a stream: what takes longer than a step, and holds for the next, is worth keeping.</summary>
    internal bool IsStreamed { get; init; }
}
