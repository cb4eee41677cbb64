namespace Sgl;

/// <summary>A layer where it computes, as a <see cref="ScheduledPass{TSignal}"/> calls it.</summary>
/// <typeparam name="TSignal">The signals of that device.</typeparam>
internal interface IPassLayer<TSignal>
{
    /// <summary>The layer.</summary>
    Layer Layer { get; }

    /// <summary>As <see cref="Layer.Outputs"/>.</summary>
    int Outputs { get; }

    /// <summary>As <see cref="Layer.States"/>.</summary>
    IPassStates? States { get; }

    /// <summary>The layer where it is a delay; null where it is another one.</summary>
    IDelayLine<TSignal>? Line { get; }

    /// <summary>As <see cref="Layer.Forward(ReadOnlySpan{Signal}, Pass)"/>.</summary>
    TSignal Forward(ReadOnlySpan<TSignal> inputs, Pass pass);

    /// <summary>As <see cref="Layer.Backward(Signal, Span{Signal}, Pass)"/>.</summary>
    void Backward(TSignal outputGradient, Span<TSignal> inputGradients, Pass pass);

    /// <summary>The values of a parameter, of <see cref="Layer.Parameters"/>.</summary>
    ReadOnlyMemory<float> ReadValues(int parameter);

    /// <summary>The gradient of a parameter, of <see cref="Layer.Parameters"/>.</summary>
    ReadOnlyMemory<float> ReadGradients(int parameter);
}
