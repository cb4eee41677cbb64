namespace Sgl;

/// <summary>
/// The computation of a <see cref="BackendLayer"/> at one place: on the processor or on a device. What a pass keeps for the next
/// one are its fields.
/// </summary>
public abstract class PlacedLayer
{
    private readonly LayerBuffer _repeated;
    private readonly LayerBuffer _summed;
    private Signal[]? _inputs;
    private bool _isOutputConstant;

    /// <summary>Creates it.</summary>
    /// <param name="place">Where it computes.</param>
    protected PlacedLayer(LayerPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        Place = place;
        long inputs = place.Layer.InputShapes.Sum(input => (long)input.Features);
        _repeated = place.Buffer(
            "input of each time step", pass => Repeats(pass) ? pass.Steps * pass.Rows * inputs : 0);
        _summed = place.Buffer(
            "gradient summed over time",
            pass => SumsGradient && pass is { Training: true, IsConstant: true } ? pass.Rows * place.Layer.Outputs : 0);
    }

    /// <summary>The operations.</summary>
    protected Backend On => Place.On;

    /// <summary>Where it computes.</summary>
    internal LayerPlace Place { get; }

    /// <summary>What a time step is given by the one before; null where there is nothing.</summary>
    internal virtual IPassStates? States => null;

    /// <summary>
    /// Whether the gradient of an output that is constant over time comes summed over the time steps; otherwise the layer takes it
    /// either way.
    /// </summary>
    internal virtual bool SumsGradient => true;

    /// <summary>Whether inputs that are all constant over time come as they are, and not repeated for each time step.</summary>
    internal virtual bool TakesConstant => Place.Layer.Has(LayerTraits.KeepsConstant);

    /// <summary>Itself where it is a delay; null where it is another layer.</summary>
    internal virtual IDelayLine? Line => null;

    /// <summary>Computes the output of all time steps.</summary>
    /// <param name="inputs">
    /// A signal for each input, [T, B, F]. In training they stay unchanged until the backward pass, unless
    /// <see cref="Edges.MayOverwriteInput"/>.
    /// </param>
    /// <param name="pass">What is asked of the layer.</param>
    /// <returns>The output, valid until the next forward pass.</returns>
    protected abstract Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass);

    /// <summary>
    /// Adds to the gradients of the parameters, and gives those of the inputs where <see cref="Pass.NeedsInputGradient"/>.
    /// </summary>
    /// <param name="outputGradient">
    /// dL/d(output), as many values as the output stored: where that was one row [B, F] for all time steps, the sum over them.
    /// </param>
    /// <param name="inputGradients">Receives dL/d(input) of each input, valid until the next backward pass.</param>
    /// <param name="pass">What is asked of the layer.</param>
    protected abstract void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass);

    /// <summary>A signal of as many time steps and samples as the pass at hand has.</summary>
    /// <param name="values">[B, F] where all inputs are constant over time, else [T, B, F].</param>
    /// <param name="input">One of the inputs.</param>
    /// <param name="shape">A sample at one time step, of F values.</param>
    protected Signal Output(View<float> values, Signal input, Shape shape) =>
        new(values, input.Steps, input.Batch, shape, Place.Pass.IsConstant);

    /// <summary>The gradient of an input, as <see cref="Output"/>.</summary>
    /// <param name="values">[B, F] where all inputs are constant over time, else [T, B, F].</param>
    /// <param name="shape">The shape of that input.</param>
    protected Signal InputGradient(View<float> values, Shape shape) =>
        new(values, Place.Pass.Steps, Place.Pass.Batch, shape, Place.Pass.IsConstant);

    /// <summary>Takes over what is neither learned nor computed.</summary>
    internal virtual void CopySettings()
    {
    }

    /// <summary>Memory that its operations keep beside what it declares.</summary>
    internal virtual IEnumerable<PlannedBuffer> PlanMore(PassShape pass) => [];

    internal Signal RunForward(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        bool isConstant = true;
        foreach (Signal input in inputs) isConstant &= input.IsConstant;
        Place.Pass = new PassShape(inputs[0].Steps, inputs[0].Batch, isConstant, pass.IsTraining, NeedsInputGradient: false) { Edges = pass.Edges };
        Signal output = Repeats(Place.Pass) ? ForwardRepeated(inputs, pass) : Forward(inputs, pass);
        _isOutputConstant = output.IsConstant;
        return output;
    }

    internal void RunBackward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        Place.Pass = Place.Pass with { Training = true, NeedsInputGradient = pass.NeedsInputGradient, Edges = pass.Edges };
        bool isSummed = SumsGradient && _isOutputConstant;
        Backward(isSummed ? Sum(outputGradient) : outputGradient, inputGradients, pass);
    }

    // A layer that gives something else at each time step: sums over time then go on from chunk to chunk step by step.
    private Signal ForwardRepeated(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        _inputs ??= new Signal[inputs.Length];
        View<float> rest = _repeated.Take();
        for (int i = 0; i < _inputs.Length; i++)
        {
            Signal input = inputs[i];
            long length = (long)input.Steps * input.Batch * input.Features;
            On.Copy(input.Values, rest.Slice(0, length));
            _inputs[i] = new Signal(rest.Slice(0, length), input.Steps, input.Batch, Place.Layer.InputShapes[i]);
            rest = rest.Slice(length, rest.Length - length);
        }

        Place.Pass = Place.Pass with { IsConstant = false };
        return Forward(_inputs, pass);
    }

    private bool Repeats(PassShape pass) => pass.IsConstant && !TakesConstant;

    // The last time step first. What is constant itself is the sum already.
    private Signal Sum(Signal gradient)
    {
        View<float> sum = _summed.Take();
        On.Fill(0f, sum);
        On.AddRows(gradient.Values, sum, lastFirst: true);
        return new Signal(sum, gradient.Steps, gradient.Batch, gradient.Features, isConstant: true);
    }

    internal IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        PassShape own = Repeats(pass) ? pass with { IsConstant = false } : pass;
        IEnumerable<PlannedBuffer> repeated = Repeats(pass) ? [PlannedBuffer.Floats(_repeated.Name, _repeated.LengthFor(pass))] : [];
        return repeated.Concat(Place.Plan(own)).Concat(PlanMore(own));
    }
}
