namespace Sgl;

/// <summary>The states of a layer and of those within it, to which a schedule says the same.</summary>
/// <param name="parts">Those of the layer first.</param>
internal sealed class InnerStates(LayerStates[] parts) : IPassStates
{
    /// <inheritdoc/>
    public long Passes => parts.Sum(part => ((IPassStates)part).Passes);

    /// <inheritdoc/>
    public int Count => parts.Sum(part => part.Count);

    /// <summary>All of several layers as one; null where there are none.</summary>
    public static IPassStates? Of(LayerStates[] parts) => parts.Length switch
    {
        0 => null,
        1 => parts[0],
        _ => new InnerStates(parts),
    };

    /// <inheritdoc/>
    public void BeforeForward(bool goesOn)
    {
        foreach (IPassStates part in parts) part.BeforeForward(goesOn);
    }

    /// <inheritdoc/>
    public void BeforeBackward(bool goesOn, bool isContinued)
    {
        foreach (IPassStates part in parts) part.BeforeBackward(goesOn, isContinued);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (IPassStates part in parts) part.Reset();
    }

    /// <inheritdoc/>
    public void Truncate()
    {
        foreach (IPassStates part in parts) part.Truncate();
    }

    /// <inheritdoc/>
    public long Length(int batch) => parts.Sum(part => part.Length(batch));

    /// <inheritdoc/>
    public void Save(View<float> target)
    {
        Span<float> rest = target.Memory.Span;
        foreach (LayerStates part in parts) rest = part.Save(rest);
    }

    /// <inheritdoc/>
    public void Restore(View<float> source)
    {
        ReadOnlySpan<float> rest = source.Memory.Span;
        foreach (LayerStates part in parts) rest = part.Restore(rest);
    }

    /// <inheritdoc/>
    public float[] Read() => [.. parts.SelectMany(part => ((IPassStates)part).Read())];

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> rows)
    {
        long ofSample = Length(batch: 1);
        if (ofSample == 0) return;
        int batch = (int)(rows.Length / ofSample); // another pass may have left another number of samples
        foreach (LayerStates part in parts)
        {
            int length = (int)part.Length(batch);
            ((IPassStates)part).Write(rows[..length]);
            rows = rows[length..];
        }
    }

    /// <inheritdoc/>
    public void Rewind()
    {
        foreach (IPassStates part in parts) part.Rewind();
    }
}
