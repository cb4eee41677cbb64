using ILGPU;

namespace Sgl;

/// <summary>Products of weights on a device. Spikes are always summed: a device has no list of them to make first.</summary>
internal sealed class GpuSynapses(Dense layer, LayerPlace place, GpuBackend on) : Synapses
{
    private readonly DeviceComputing _math = on.Math;
    private readonly LayerParameter _weight = place.Parameter(layer.Weight);
    private readonly LayerParameter? _bias = layer.Bias is null ? null : place.Parameter(layer.Bias);
    private readonly GrowingDeviceBuffer<float> _transposed = on.Memory.Floats();
    private readonly GrowingDeviceBuffer<uint> _spikes = on.Memory.Words();
    private readonly GrowingDeviceBuffer<uint> _columns = on.Memory.Words();

    private DeviceMatrix Weights => new(_weight.Value.AsArray(), layer.Outputs, layer.Inputs);

    // As on the processor; but to look whether floats are all 0 or 1 would be to wait for the device.
    public override Signal Prepare(Signal input)
    {
        if (!input.IsBinary || input.IsConstant) return input;
        var spikes = new DeviceSpikes(
            _spikes.Take((long)input.Rows * DeviceSpikes.WordsFor(input.Features)), input.Rows, input.Features);
        _math.Packer.Pack(input.AsArray(), spikes);
        return spikes.AsSignal(input.Steps, input.Batch);
    }

    public override Signal Multiply(Signal input, LayerBuffer output, Pass pass)
    {
        ArrayView<float> current = output.Take().AsArray();
        if (input.IsSpikes)
        {
            ArrayView<float> transposed = _transposed.Take((long)layer.Inputs * layer.Outputs);
            _math.Copies.Copy(Weights.Transpose(), transposed);
            if (_bias is null) _math.SpikeProducts.Multiply(input.AsSpikes(), transposed, current);
            else _math.SpikeProducts.MultiplyOnto(_bias.Value.AsArray(), input.AsSpikes(), transposed, current);
        }
        else
        {
            if (_bias is not null) _math.Arrays.FillRows(current, _bias.Value.AsArray());
            var x = new DeviceMatrix(input.AsArray(), input.Rows, layer.Inputs);
            _math.Products.Multiply(x, Weights.Transpose(), current, accumulate: _bias is not null);
        }

        return current.AsSignal(input.Steps, input.Batch, layer.Outputs, input.IsConstant);
    }

    public override void AddGradients(View<float> gradient, Signal input, View<float> inputGradient)
    {
        ArrayView<float> dy = gradient.AsArray();
        var rows = new DeviceMatrix(dy, input.Rows, layer.Outputs);
        if (input.IsSpikes)
        {
            ArrayView<uint> columns = _columns.Take(SpikeColumns.Length(input.Rows, layer.Inputs));
            _math.Columns.Turn(input.AsSpikes(), columns);
            _math.SpikeProducts.AddOuter(dy, columns, input.Rows, _weight.Gradient.AsArray());
        }
        else
        {
            var x = new DeviceMatrix(input.AsArray(), input.Rows, layer.Inputs);
            _math.Products.Multiply(rows.Transpose(), x, _weight.Gradient.AsArray(), accumulate: true, downwards: true);
        }

        if (_bias is not null) _math.Sums.AddTo(_bias.Gradient.AsArray(), dy, downwards: true);
        if (inputGradient.Length > 0) _math.Products.Multiply(rows, Weights, inputGradient.AsArray());
    }

    public override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        if (pass.IsConstant || !place.MayBeFedSpikes) yield break;
        string name = pass.Edges.TakesBits ? "" : ", if the input is spikes";
        yield return PlannedBuffer.Floats($"weights, transposed{name}", (long)layer.Inputs * layer.Outputs);
        if (!pass.Edges.TakesBits)
            yield return PlannedBuffer.Integers("input as bits, if it is spikes", pass.Rows * DeviceSpikes.WordsFor(layer.Inputs));
        if (pass.Training)
            yield return PlannedBuffer.Integers($"spikes of each input{name}", SpikeColumns.Length((int)pass.Rows, layer.Inputs));
    }
}
