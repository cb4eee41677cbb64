namespace Sgl;

/// <summary>What of a surrogate derivative is scaled to 1.</summary>
public enum Normalize
{
    /// <summary>Nothing: the kind's own formula.</summary>
    None,

    /// <summary>∫ S̃′(x) dx = 1, so that S̃ rises from 0 to 1 as the step does.</summary>
    Area,

    /// <summary>The largest value of |S̃′| is 1, so that a gradient is never amplified.</summary>
    Peak,
}
