namespace Sgl;

/// <content>Signals as a pass hands them on.</content>
internal sealed partial class GpuBackend
{
    internal override Signal Bring(Signal signal)
    {
        var values = new float[(long)signal.Rows * signal.Features];
        if (!signal.IsSpikes)
        {
            Read(signal.Values, values);
            return new Signal(values, signal.Steps, signal.Batch, signal.Features, signal.IsConstant);
        }

        View<uint> spikes = new(signal.Words!);
        int width = DeviceSpikes.WordsFor(signal.Features);
        var words = new uint[spikes.Length];
        Read(spikes, words);
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int feature) = (i / signal.Features, i % signal.Features);
            uint word = words[(long)row * width + feature / DeviceSpikes.WordBits];
            values[i] = word >> feature % DeviceSpikes.WordBits & 1;
        }

        return new Signal(values, signal.Steps, signal.Batch, signal.Features);
    }

    internal override void Wait() => math.Launcher.Stream.Synchronize();

    internal override Synapses Connect(Dense layer, LayerPlace place) => new GpuSynapses(layer, place, this);

    internal override KeptSpikes KeepSpikes() => new GpuSpikes(memory.Words(), math.Launcher.Stream);
}
