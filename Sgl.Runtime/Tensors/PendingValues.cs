namespace Sgl;

/// <summary>The values of a signal that its reader computes, tile by tile, so that the whole never goes to memory.</summary>
internal abstract class PendingValues
{
    /// <summary>T.</summary>
    public abstract int Steps { get; }

    /// <summary>B.</summary>
    public abstract int Batch { get; }

    /// <summary>Computes all of them.</summary>
    /// <param name="values">[T, B, F]; written.</param>
    /// <param name="workers">The threads to use.</param>
    public abstract void Compute(Memory<float> values, Workers workers);
}
