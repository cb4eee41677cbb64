namespace Sgl;

/// <content>Signals as a pass hands them on.</content>
internal partial class CpuBackend
{
    internal override Signal Whole(Signal signal)
    {
        if (signal.Pending is null) return signal;
        var values = new float[Sizes.Product("The network", "a signal that is observed", signal.Rows, signal.Features)];
        signal.Pending.Compute(values, Workers);
        return new Signal(values, signal.Steps, signal.Batch, signal.Features);
    }

    internal override Signal Bring(Signal signal) => Whole(signal);

    internal override void Wait()
    {
    }

    internal override Synapses Connect(Dense layer, LayerPlace place) => new CpuSynapses(layer, this);

    internal override KeptSpikes KeepSpikes() => new CpuSpikes();
}
