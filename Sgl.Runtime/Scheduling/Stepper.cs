namespace Sgl;

/// <summary>
/// A stream through a network: it is given one time step at a time, as data arrive, and every layer keeps its states from
/// step to step. The outputs have the bits of a forward pass over all the steps. After the first step nothing is allocated, on
/// one thread.
/// </summary>
/// <remarks>
/// A network may have any number of streams, each with its own states and all with the same parameters; other passes may run
/// between their steps. A stream whose turn it is not keeps a copy of its states, so taking turns at each step costs that copy.
/// </remarks>
public sealed class Stepper
{
    private readonly Execution _execution;
    private long _passes;

    // Time steps so far; 0 starts from the initial states.
    private int _step;

    // The states, while another stream or pass has the layers.
    private float[][]? _parked;

    internal Stepper(Execution execution) => _execution = execution;

    /// <summary>Computes the next time step.</summary>
    /// <param name="input">[1, B, F], with the first layer's number of features; B is that of the step before.</param>
    /// <returns>[1, B, F] of the last layer, valid until the same thread's next step or forward pass.</returns>
    /// <exception cref="ArgumentException">The input is not one step, or does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">
    /// B has changed, or a layer of the network has run a pass of its own since the last step; call <see cref="Reset"/> first. Or
    /// the network is in use on another thread.
    /// </exception>
    public Signal Step(Signal input)
    {
        if (input.Steps != 1) throw new ArgumentException($"A step is one time step; the input has {input.Steps}.", nameof(input));
        using Exclusive.Hold hold = _execution.TakeForStep(this);
        if (_parked is not null)
        {
            _execution.WriteStates(_parked);
            _parked = null;
        }
        else if (_step > 0 && _execution.Passes != _passes)
        {
            throw new InvalidOperationException(
                "A layer of the network has run a pass of its own, which took the stream's states; call Reset first.");
        }

        Signal output = _execution.Step(input, _step);
        (_passes, _step) = (_execution.Passes, _step + 1);
        return output;
    }

    /// <summary>Lets the next step be the first one, from the initial states.</summary>
    public void Reset() => (_step, _parked) = (0, null);

    /// <summary>Keeps a copy of the states, because something else is about to run.</summary>
    internal void Park()
    {
        if (_step > 0 && _parked is null && _execution.Passes == _passes) _parked = _execution.ReadStates();
    }
}
