namespace Sgl;

/// <summary>
/// The loss of each sample of a batch, [B], which operations add to. A backend keeps them as precisely as it can: the processor
/// as doubles, a device as floats.
/// </summary>
public readonly struct SampleLosses
{
    internal SampleLosses(View<double> doubles) => Doubles = doubles;

    internal SampleLosses(View<float> floats) => Floats = floats;

    /// <summary>B.</summary>
    public int Count => (int)(Doubles.Length + Floats.Length);

    /// <summary>The losses, on the processor.</summary>
    internal View<double> Doubles { get; }

    /// <summary>The losses, on a device.</summary>
    internal View<float> Floats { get; }
}
