namespace Sgl;

/// <summary>A layer where it computes, as a <see cref="ScheduledPass"/> calls it.</summary>
internal interface IPassLayer
{
    /// <summary>The layer.</summary>
    Layer Layer { get; }

    /// <summary>As <see cref="Layer.States"/>.</summary>
    IPassStates? States { get; }

    /// <summary>The layer where it is a delay; null where it is another one.</summary>
    IDelayLine? Line { get; }

    /// <summary>As <see cref="Layer.Forward(ReadOnlySpan{Signal}, Pass)"/>.</summary>
    Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass);

    /// <summary>As <see cref="Layer.Backward(Signal, Span{Signal}, Pass)"/>.</summary>
    void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass);

    /// <summary>The values of a parameter, of <see cref="Layer.Parameters"/>.</summary>
    ReadOnlyMemory<float> ReadValues(int parameter);

    /// <summary>The gradient of a parameter, of <see cref="Layer.Parameters"/>.</summary>
    ReadOnlyMemory<float> ReadGradients(int parameter);
}
