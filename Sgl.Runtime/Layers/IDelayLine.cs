namespace Sgl;

/// <summary>
/// A <see cref="Delay"/> within a cycle, which runs step by step: what it gives at a step is known before the step's input is.
/// </summary>
internal interface IDelayLine
{
    /// <summary>Begins a forward pass.</summary>
    /// <param name="steps">T.</param>
    /// <param name="batch">B.</param>
    void BeginForward(int steps, int batch);

    /// <summary>What it gives at a step, [1, B, F], once all earlier steps have their input.</summary>
    Signal OutputAt(int step);

    /// <summary>Takes the input of a step, [1, B, F].</summary>
    void TakeInput(int step, Signal input);

    /// <summary>Ends a forward pass.</summary>
    /// <returns>The outputs of all steps, [T, B, F].</returns>
    Signal EndForward();

    /// <summary>Begins a backward pass through the steps of the last forward pass.</summary>
    void BeginBackward();

    /// <summary>dL/d(input) of a step, [1, B, F], once all later steps have the gradient of their output.</summary>
    Signal InputGradientAt(int step);

    /// <summary>Takes dL/d(output) of a step, [1, B, F].</summary>
    void TakeGradient(int step, Signal gradient);

    /// <summary>Ends a backward pass.</summary>
    void EndBackward();
}
