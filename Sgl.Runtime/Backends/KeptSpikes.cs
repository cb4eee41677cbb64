namespace Sgl;

/// <summary>Memory of a backend for spikes as bits that is kept between calls.</summary>
internal abstract class KeptSpikes
{
    /// <summary>Copies the spikes of one time step beside those of others.</summary>
    /// <param name="part">[1, B, F], as bits.</param>
    /// <param name="step">Which step it is.</param>
    /// <param name="steps">T.</param>
    /// <returns>[T, B, F].</returns>
    public abstract Signal Put(Signal part, int step, int steps);
}
