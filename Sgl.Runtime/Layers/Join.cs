namespace Sgl;

/// <summary>
/// A layer of several inputs and one output, such as a sum. Derive from it as from <see cref="Layer"/>; signals and
/// gradients come as spans, in the order of the inputs.
/// </summary>
public abstract class Join : Layer
{
    /// <summary>Numbers, unless a derived class has names.</summary>
    public override IReadOnlyList<string> InputNames => [.. Enumerable.Range(0, InputShapes.Count).Select(i => $"input {i}")];

    /// <summary>Nothing to learn, unless a derived class says otherwise.</summary>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Does nothing, unless a derived class says otherwise.</summary>
    /// <inheritdoc/>
    public override void Initialize(CounterRandom random)
    {
    }

    /// <summary>Creates what depends on the shapes of the inputs and returns the shape of the output.</summary>
    /// <param name="inputs">The shape of each input.</param>
    /// <exception cref="ArgumentException">The layer does not take such inputs.</exception>
    protected abstract Shape BuildJoin(ReadOnlySpan<Shape> inputs);

    /// <summary>Computes the output of all time steps. The arguments are known to fit.</summary>
    /// <inheritdoc cref="Layer.Forward(ReadOnlySpan{Signal}, Pass)"/>
    protected abstract Signal ForwardJoin(ReadOnlySpan<Signal> inputs, Pass pass);

    /// <summary>Adds to the gradients of the parameters, and gives those of the inputs. The arguments are known to fit.</summary>
    /// <inheritdoc cref="Layer.Backward(Signal, Span{Signal}, Pass)"/>
    protected abstract void BackwardJoin(Signal outputGradient, Span<Signal> inputGradients, Pass pass);

    /// <summary>Whether all inputs are constant over time, so that the output can be.</summary>
    internal static bool AreConstant<TSignal>(ReadOnlySpan<TSignal> inputs)
        where TSignal : struct, ISignal<TSignal>
    {
        foreach (TSignal input in inputs)
            if (!input.IsConstant) return false;
        return true;
    }

    private protected override Shape BuildCore(ReadOnlySpan<Shape> inputs) => BuildJoin(inputs);

    private protected override Signal ForwardCore(ReadOnlySpan<Signal> inputs, Pass pass) => ForwardJoin(inputs, pass);

    private protected override void BackwardCore(Signal outputGradient, Span<Signal> inputGradients, Pass pass) =>
        BackwardJoin(outputGradient, inputGradients, pass);

    /// <summary>Not called: inputs come as a span.</summary>
    /// <inheritdoc/>
    protected sealed override Signal ForwardCore(Signal input, Pass pass) => ForwardJoin(new ReadOnlySpan<Signal>(in input), pass);

    /// <summary>Not called: gradients go out as a span.</summary>
    /// <inheritdoc/>
    protected sealed override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        Signal inputGradient = default;
        BackwardJoin(outputGradient, new Span<Signal>(ref inputGradient), pass);
        return inputGradient;
    }
}
