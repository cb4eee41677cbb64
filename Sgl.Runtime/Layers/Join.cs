namespace Sgl;

/// <summary>
/// A layer of several inputs and one output, such as a sum. Derive from it as from <see cref="BackendLayer"/>; signals and
/// gradients come as spans, in the order of the inputs.
/// </summary>
public abstract class Join : BackendLayer
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

    private protected override Shape BuildCore(ReadOnlySpan<Shape> inputs) => BuildJoin(inputs);
}
