namespace Sgl;

/// <summary>
/// The computation of a <see cref="BackendLayer"/> at one place: on the processor or on a device. What a pass keeps for the next
/// one are its fields.
/// </summary>
public abstract class PlacedLayer
{
    /// <summary>Creates it.</summary>
    /// <param name="place">Where it computes.</param>
    protected PlacedLayer(LayerPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        Place = place;
    }

    /// <summary>The operations.</summary>
    protected Backend On => Place.On;

    /// <summary>Where it computes.</summary>
    internal LayerPlace Place { get; }

    /// <summary>What a time step is given by the one before; null where there is nothing.</summary>
    internal virtual IPassStates? States => null;

    /// <summary>Itself where it is a delay; null where it is another layer.</summary>
    internal virtual IDelayLine? Line => null;

    /// <summary>Computes the output of all time steps.</summary>
    /// <param name="inputs">
    /// A signal for each input, [T, B, F]. In training they stay unchanged until the backward pass, unless
    /// <see cref="Edges.MayOverwriteInput"/>.
    /// </param>
    /// <param name="pass">What is asked of the layer.</param>
    /// <returns>The output, valid until the next forward pass.</returns>
    protected internal abstract Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass);

    /// <summary>
    /// Adds to the gradients of the parameters, and gives those of the inputs where <see cref="Pass.NeedsInputGradient"/>.
    /// </summary>
    /// <param name="outputGradient">
    /// dL/d(output), [T, B, F]. Where the output was constant over time, it may be constant too: then it is dL/d(row), already
    /// summed over the time steps.
    /// </param>
    /// <param name="inputGradients">Receives dL/d(input) of each input, valid until the next backward pass.</param>
    /// <param name="pass">What is asked of the layer.</param>
    protected internal abstract void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass);

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

    /// <summary>
    /// The gradient of the rows that the output stored: where that was constant over time, the sum over all time steps, the last
    /// one first. A gradient that is constant itself is that sum already.
    /// </summary>
    /// <param name="outputGradient">dL/d(output).</param>
    /// <param name="sum">Memory for the sum, [B, F].</param>
    protected View<float> OfRows(Signal outputGradient, LayerBuffer sum)
    {
        if (!Place.Pass.IsConstant) return outputGradient.Values;
        ArgumentNullException.ThrowIfNull(sum);
        View<float> total = sum.Take();
        On.Fill(0f, total);
        On.AddRows(outputGradient.Values, total, lastFirst: true);
        return total;
    }

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
        return Forward(inputs, pass);
    }

    internal void RunBackward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        Place.Pass = Place.Pass with { Training = true, NeedsInputGradient = pass.NeedsInputGradient, Edges = pass.Edges };
        Backward(outputGradient, inputGradients, pass);
    }

    internal IEnumerable<PlannedBuffer> Plan(PassShape pass) => Place.Plan(pass).Concat(PlanMore(pass));
}
