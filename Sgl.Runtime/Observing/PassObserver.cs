namespace Sgl;

/// <summary>
/// Sees what the layers of a network compute, from <see cref="Network.Observe"/> until what that returns is disposed of.
/// The network's results have the same bits, observed or not.
/// </summary>
/// <remarks>
/// Methods are called on the thread of the pass, between the layers. What they are given holds during the call only and is
/// not to be changed. What they throw ends the pass: within a training step no parameter has changed yet. On a device every
/// call waits for it, and what is read is copied from there.
/// </remarks>
public abstract class PassObserver
{
    private bool _isAttached;

    /// <summary>The network that it observes, or has observed; null before.</summary>
    public Network? Network { get; private set; }

    /// <summary>
    /// Whether <see cref="OnStates"/> is to be called for a layer. Kernels keep states to themselves, so such a layer is
    /// run through the same steps one by one before its own pass: it takes twice as long or more.
    /// </summary>
    /// <param name="layer">0 to the number of layers − 1.</param>
    protected internal virtual bool ReadsStates(int layer) => false;

    /// <summary>Called before the first pass; where it throws, nothing is observed.</summary>
    /// <param name="network">What will be observed.</param>
    protected virtual void OnAttach(Network network)
    {
    }

    /// <summary>Called for each time step of a layer's forward pass, before <see cref="OnForward"/>; see <see cref="ReadsStates"/>.</summary>
    /// <param name="pass">The forward pass; without the output, which is not there yet.</param>
    /// <param name="timeStep">The time step.</param>
    /// <param name="states">The states after it, as <see cref="LayerForward.States"/>.</param>
    protected internal virtual void OnStates(LayerForward pass, int timeStep, ReadOnlySpan<float> states)
    {
    }

    /// <summary>Called when a layer has computed some time steps.</summary>
    /// <param name="pass">What it did.</param>
    protected internal virtual void OnForward(LayerForward pass)
    {
    }

    /// <summary>Called when the gradient of a layer's output is known, for some time steps; from the last layer to the first.</summary>
    /// <param name="pass">The gradient.</param>
    protected internal virtual void OnGradient(LayerGradient pass)
    {
    }

    /// <summary>Called when a layer has gone back through some time steps.</summary>
    /// <param name="pass">What it did.</param>
    protected internal virtual void OnBackward(LayerBackward pass)
    {
    }

    internal void Attach(Network network)
    {
        if (_isAttached)
            throw new InvalidOperationException($"The {GetType().Name} observes a network already; end that observation first.");
        if (Network is not null && Network != network)
            throw new InvalidOperationException($"The {GetType().Name} has observed another network; create one for each.");
        OnAttach(network);
        (_isAttached, Network) = (true, network);
    }

    internal void Detach() => _isAttached = false;
}
