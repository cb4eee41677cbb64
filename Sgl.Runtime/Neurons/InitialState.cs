namespace Sgl;

/// <summary>What a state of a layer is before the first step: one value, or one for each neuron.</summary>
internal sealed class InitialState(params float[] values)
{
    /// <summary>[1] where all neurons start alike, else [F].</summary>
    public float[] Values { get; set; } = values;

    /// <summary>Sets the states of all samples, [B, F].</summary>
    public void CopyTo(Span<float> rows)
    {
        if (Values.Length == 1) rows.Fill(Values[0]);
        else Rows.Repeat(Values, rows);
    }
}
