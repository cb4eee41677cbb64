using ILGPU;

namespace Sgl;

/// <summary>A <see cref="Concat"/> on a device.</summary>
internal sealed class DeviceConcat : DeviceJoin
{
    private readonly GrowingDeviceBuffer<float>[] _gradients;

    public DeviceConcat(Concat layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math, memory) => _gradients = [.. layer.InputShapes.Select(_ => memory.Floats())];

    /// <inheritdoc/>
    public override DeviceSignal Forward(ReadOnlySpan<DeviceSignal> inputs, Pass pass)
    {
        DeviceSignal first = inputs[0];
        bool isConstant = Join.AreConstant(inputs);
        long rows = isConstant ? first.Batch : (long)first.Steps * first.Batch;
        ArrayView<float> output = Output.Take(rows * Outputs);
        int column = 0;
        foreach (DeviceSignal input in inputs)
        {
            Math.ColumnCopies.Copy(
                new DeviceColumns(input.Data, 0, input.Features, input.Rows),
                new DeviceColumns(output, column, Outputs, rows),
                rows,
                input.Features);
            column += input.Features;
        }

        return new DeviceSignal(output, first.Steps, first.Batch, Outputs, isConstant);
    }

    /// <inheritdoc/>
    public override void Backward(DeviceSignal outputGradient, Span<DeviceSignal> inputGradients, Pass pass)
    {
        if (!pass.NeedsInputGradient) return;
        int column = 0;
        for (int i = 0; i < inputGradients.Length; i++)
        {
            int width = Layer.InputShapes[i].Features, rows = outputGradient.Rows;
            ArrayView<float> part = _gradients[i].Take((long)rows * width);
            Math.ColumnCopies.Copy(
                new DeviceColumns(outputGradient.Data, column, Outputs, rows), new DeviceColumns(part, 0, width, rows), rows, width);
            inputGradients[i] = new DeviceSignal(
                part, outputGradient.Steps, outputGradient.Batch, width, outputGradient.IsConstant);
            column += width;
        }
    }
}
