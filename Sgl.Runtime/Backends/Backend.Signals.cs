namespace Sgl;

/// <content>Signals as a pass hands them on.</content>
public abstract partial class Backend
{
    /// <summary>A signal of which every value is in memory: a current that its reader computes is computed whole.</summary>
    internal virtual Signal Whole(Signal signal) => signal;

    /// <summary>A signal in the memory of the processor. A device is waited for.</summary>
    internal abstract Signal Bring(Signal signal);

    /// <summary>Waits until all that was begun has ended.</summary>
    internal abstract void Wait();

    /// <summary>The products of a layer's weights.</summary>
    internal abstract Synapses Connect(Dense layer, LayerPlace place);

    /// <summary>Memory for spikes as bits.</summary>
    internal abstract KeptSpikes KeepSpikes();
}
