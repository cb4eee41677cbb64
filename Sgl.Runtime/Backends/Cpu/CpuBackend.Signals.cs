namespace Sgl;

/// <content>Signals as a pass hands them on.</content>
internal partial class CpuBackend
{
    internal override Signal Whole(Signal signal)
    {
        if (signal is { Current: null, Sent: null }) return signal;
        var values = new float[Sizes.Product("The network", "a signal that is observed", signal.Rows, signal.Features)];
        signal.Current?.Compute(values, Workers);
        signal.Sent?.Compute(0, signal.Batch * signal.Features, values);
        return new Signal(values, signal.Steps, signal.Batch, signal.Features);
    }

    internal override Signal Bring(Signal signal) => Whole(signal);

    internal override void Wait()
    {
    }

    internal override Synapses Connect(Dense layer, LayerPlace place) => new CpuSynapses(layer, this);

    internal override KeptSpikes KeepSpikes() => new CpuSpikes();
}
