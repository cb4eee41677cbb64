namespace Sgl;

/// <summary>What a network is given: a signal, or values that are encoded where the network computes.</summary>
internal readonly ref struct NetworkInput
{
    private readonly Signal _signal;

    /// <summary>A signal.</summary>
    /// <exception cref="ArgumentException">It is <c>default</c>.</exception>
    public NetworkInput(Signal input)
    {
        input.RequireValues(nameof(input));
        (_signal, Steps, Batch, IsConstant) = (input, input.Steps, input.Batch, input.IsConstant);
    }

    /// <summary>Values [B, F] and how to encode them.</summary>
    public NetworkInput(Encoder encoder, ReadOnlySpan<float> values, int steps, int batch)
    {
        (Encoder, Steps, Batch, IsConstant) = (encoder, steps, batch, encoder.IsConstant);
        Values = values;
    }

    /// <summary>What encodes <see cref="Values"/>; null where there is a signal.</summary>
    public Encoder? Encoder { get; }

    /// <summary>[B, F] row-major.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>B.</summary>
    public int Batch { get; }

    /// <summary>Whether it is constant over time.</summary>
    public bool IsConstant { get; }

    /// <summary>Takes the encoder, if there is one, for as long as its signal is needed.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public Exclusive.Hold TakeEncoder() => Encoder is null ? default : Encoder.Take();

    /// <summary>The signal; <c>default</c> where there are values to encode.</summary>
    public Signal Signal => _signal;

    /// <summary>The signal, encoded on the processor if need be.</summary>
    public Signal EncodeOn(CpuBackend ops)
    {
        if (Encoder is null) return _signal;
        try
        {
            return Encoder.Encode(Values, Batch, Values.Length / Batch, Steps, ops);
        }
        catch (MissingOperationException missing)
        {
            throw missing.At("the input", Encoder);
        }
    }
}
