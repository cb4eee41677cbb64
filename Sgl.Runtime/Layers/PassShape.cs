namespace Sgl;

/// <summary>The largest pass that a layer makes under a schedule, as far as the sizes of its buffers depend on it.</summary>
/// <param name="Steps">T, the most time steps at a time.</param>
/// <param name="Batch">B, the number of samples.</param>
/// <param name="IsConstant">Whether the input is constant over time.</param>
/// <param name="Training">Whether a backward pass follows.</param>
/// <param name="NeedsInputGradient">Whether backward computes the gradient of the input.</param>
public readonly record struct PassShape(int Steps, int Batch, bool IsConstant, bool Training, bool NeedsInputGradient)
{
    /// <summary>Whether the input is encoded where the network computes, and comes as one row of values.</summary>
    internal bool IsEncoded { get; init; }

    /// <summary>Whether other passes go on from this one, because a schedule cuts time.</summary>
    internal bool IsCut { get; init; }

    /// <summary>Whether the layer is in a cycle, which runs step by step.</summary>
    internal bool IsInCycle { get; init; }

    /// <summary>How the layer is joined to others.</summary>
    public Edges Edges { get; init; }

    /// <summary>Number of rows of features of the input: B where constant, else T·B.</summary>
    public long Rows => IsConstant ? Batch : (long)Steps * Batch;
}
