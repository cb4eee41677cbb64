namespace Sgl;

/// <summary>What one output of a network is trained for: its part in a loss that is a weighted sum.</summary>
/// <param name="Loss">What to minimize; an object of its own for each objective.</param>
/// <param name="Labels">The class of each sample, [B].</param>
public sealed record Objective(Loss Loss, ReadOnlyMemory<int> Labels)
{
    private readonly float _weight = 1f;

    /// <summary>The output's name; null is the network's only output.</summary>
    public string? Output { get; init; }

    /// <summary>The factor of the loss in the sum, finite and at least 0. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float Weight
    {
        get => _weight;
        init => _weight = value >= 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight is finite and at least 0.");
    }
}
