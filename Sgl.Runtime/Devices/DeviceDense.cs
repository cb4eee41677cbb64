using ILGPU;

namespace Sgl;

/// <summary>A <see cref="Dense"/> layer on a device. Spikes are always summed: a device has no list of them to make first.</summary>
internal sealed class DeviceDense : DeviceLayer
{
    private readonly Dense _layer;
    private readonly DeviceComputing _math;
    private readonly PlacedParameter _weight;
    private readonly PlacedParameter? _bias;
    private readonly GrowingDeviceBuffer<float> _transposed;
    private readonly GrowingDeviceBuffer<float> _output;
    private readonly GrowingDeviceBuffer<float> _summedGradient;
    private readonly GrowingDeviceBuffer<float> _inputGradient;
    private readonly GrowingDeviceBuffer<uint> _spikes;
    private readonly GrowingDeviceBuffer<uint> _columns;
    private DeviceSignal _input;

    public DeviceDense(Dense layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math)
    {
        (_layer, _math) = (layer, math);
        _weight = new PlacedParameter(layer.Weight, memory);
        _bias = layer.Bias is null ? null : new PlacedParameter(layer.Bias, memory);
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
        (_transposed, _output) = (memory.Floats(), memory.Floats());
        (_summedGradient, _inputGradient) = (memory.Floats(), memory.Floats());
        (_spikes, _columns) = (memory.Words(), memory.Words());
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters { get; }

    private DeviceMatrix Weights => new(_weight.Value, _layer.Outputs, _layer.Inputs);

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        int rows = (int)pass.Rows;
        yield return PlannedBuffer.Floats("output", pass.Rows * Outputs);
        if (!pass.IsConstant && MayBeFedSpikes)
        {
            string name = pass.Edges.TakesBits ? "" : ", if the input is spikes";
            yield return PlannedBuffer.Floats($"weights, transposed{name}", (long)_layer.Inputs * Outputs);
            if (!pass.Edges.TakesBits)
                yield return PlannedBuffer.Integers("input as bits, if it is spikes", pass.Rows * DeviceSpikes.WordsFor(_layer.Inputs));
            if (pass.Training)
                yield return PlannedBuffer.Integers($"spikes of each input{name}", SpikeColumns.Length(rows, _layer.Inputs));
        }

        if (!pass.Training) yield break;
        if (pass.IsConstant) yield return PlannedBuffer.Floats("gradient summed over time", pass.Rows * Outputs);
        if (pass.NeedsInputGradient) yield return PlannedBuffer.Floats("gradient of input", pass.Rows * _layer.Inputs);
    }

    /// <inheritdoc/>
    public override DeviceSignal Forward(ReadOnlySpan<DeviceSignal> inputs, Pass pass)
    {
        DeviceSignal input = _input = AsSpikes(inputs[0]);
        ArrayView<float> output = _output.Take((long)input.Rows * Outputs);
        if (input.IsSpikes)
        {
            ArrayView<float> transposed = _transposed.Take((long)_layer.Inputs * Outputs);
            _math.Copies.Copy(Weights.Transpose(), transposed);
            if (_bias is null) _math.SpikeProducts.Multiply(input.AsSpikes(), transposed, output);
            else _math.SpikeProducts.MultiplyOnto(_bias.Value, input.AsSpikes(), transposed, output);
        }
        else
        {
            if (_bias is not null) _math.Arrays.FillRows(output, _bias.Value);
            var x = new DeviceMatrix(input.Data, input.Rows, _layer.Inputs);
            _math.Products.Multiply(x, Weights.Transpose(), output, accumulate: _bias is not null);
        }

        return new DeviceSignal(output, input.Steps, input.Batch, Outputs, input.IsConstant);
    }

    /// <inheritdoc/>
    public override void Backward(DeviceSignal outputGradient, Span<DeviceSignal> inputGradients, Pass pass)
    {
        ArrayView<float> gradient = outputGradient.Data;
        if (_input.IsConstant)
        {
            // The one row gets the sum of what every step asks of it; a constant gradient is that sum already.
            gradient = _summedGradient.Take((long)_input.Rows * Outputs);
            _math.Arrays.Fill(gradient, 0f);
            _math.Sums.AddTo(gradient, outputGradient.Data, downwards: true);
        }

        var dy = new DeviceMatrix(gradient, _input.Rows, Outputs);
        if (_input.IsSpikes)
        {
            ArrayView<uint> columns = _columns.Take(SpikeColumns.Length(_input.Rows, _layer.Inputs));
            _math.Columns.Turn(_input.AsSpikes(), columns);
            _math.SpikeProducts.AddOuter(gradient, columns, _input.Rows, _weight.Gradient);
        }
        else
        {
            var x = new DeviceMatrix(_input.Data, _input.Rows, _layer.Inputs);
            _math.Products.Multiply(dy.Transpose(), x, _weight.Gradient, accumulate: true, downwards: true);
        }

        if (_bias is not null) _math.Sums.AddTo(_bias.Gradient, gradient, downwards: true);
        if (!pass.NeedsInputGradient) return;
        ArrayView<float> inputGradient = _inputGradient.Take((long)_input.Rows * _layer.Inputs);
        _math.Products.Multiply(dy, Weights, inputGradient);
        inputGradients[0] = new DeviceSignal(inputGradient, _input.Steps, _input.Batch, _layer.Inputs, _input.IsConstant);
    }

    // Floats that are all 0 or 1 are spikes, as on the processor; but to look for it here would be to wait for the device.
    private DeviceSignal AsSpikes(DeviceSignal input)
    {
        if (!input.IsBinary || input.IsConstant) return input;
        var spikes = new DeviceSpikes(
            _spikes.Take((long)input.Rows * DeviceSpikes.WordsFor(input.Features)), input.Rows, input.Features);
        _math.Packer.Pack(input.Data, spikes);
        return DeviceSignal.OfSpikes(spikes.Words, input.Steps, input.Batch, input.Features);
    }
}
