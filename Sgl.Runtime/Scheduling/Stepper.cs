namespace Sgl;

/// <summary>
/// A network that is fed one time step at a time, as data arrive: every layer keeps its states from step to step. The
/// outputs have the bits of a forward pass over all the steps. After the first step nothing is allocated, on one thread.
/// </summary>
/// <remarks>The states are the network's own: another pass of it, or of one of its layers, ends the stream until <see cref="Reset"/>.</remarks>
public sealed class Stepper
{
    private readonly Execution _execution;
    private long _passes;
    private bool _isRunning;

    internal Stepper(Execution execution) => _execution = execution;

    /// <summary>Computes the next time step.</summary>
    /// <param name="input">[1, B, F], with the first layer's number of features; B is that of the step before.</param>
    /// <returns>[1, B, F] of the last layer, valid until the same thread's next step or forward pass.</returns>
    /// <exception cref="ArgumentException">The input is not one step, or does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">
    /// The network or a layer has run another pass since the last step, or B has changed; call <see cref="Reset"/> first. Or
    /// the network is in use on another thread.
    /// </exception>
    public Signal Step(Signal input)
    {
        if (input.Steps != 1) throw new ArgumentException($"A step is one time step; the input has {input.Steps}.", nameof(input));
        using Exclusive.Hold hold = _execution.TakeForPass();
        if (_isRunning && _execution.Passes != _passes)
            throw new InvalidOperationException("The network has run another pass, which took its states; call Reset first.");
        Signal output = _execution.Step(input, goesOn: _isRunning);
        (_passes, _isRunning) = (_execution.Passes, true);
        return output;
    }

    /// <summary>Lets the next step be the first one, from the initial states.</summary>
    public void Reset() => _isRunning = false;
}
