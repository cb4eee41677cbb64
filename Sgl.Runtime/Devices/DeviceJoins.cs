using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A layer of several inputs and no parameters on a device.</summary>
internal abstract class DeviceJoin : DeviceLayer
{
    protected DeviceJoin(Join layer, DeviceComputing math, DeviceArena memory)
        : base(layer, math) => (Math, Output) = (math, memory.Floats());

    /// <inheritdoc/>
    public override IReadOnlyList<PlacedParameter> Parameters => [];

    protected DeviceComputing Math { get; }

    protected GrowingDeviceBuffer<float> Output { get; }

    /// <inheritdoc/>
    public override IEnumerable<PlannedBuffer> Plan(PassShape pass) => Layer.Plan(pass);

    /// <inheritdoc/>
    public abstract override DeviceSignal Forward(ReadOnlySpan<DeviceSignal> inputs, Pass pass);

    /// <inheritdoc/>
    public abstract override void Backward(DeviceSignal outputGradient, Span<DeviceSignal> inputGradients, Pass pass);

    /// <inheritdoc/>
    protected sealed override DeviceSignal Forward(DeviceSignal input, Pass pass) =>
        Forward(new ReadOnlySpan<DeviceSignal>(in input), pass);

    /// <inheritdoc/>
    protected sealed override DeviceSignal Backward(DeviceSignal outputGradient, Pass pass)
    {
        DeviceSignal inputGradient = default;
        Backward(outputGradient, new Span<DeviceSignal>(ref inputGradient), pass);
        return inputGradient;
    }

    protected static bool AreConstant(ReadOnlySpan<DeviceSignal> inputs)
    {
        foreach (DeviceSignal input in inputs)
            if (!input.IsConstant) return false;
        return true;
    }
}

/// <summary>A <see cref="Sum"/> on a device.</summary>
internal sealed class DeviceSum(Sum layer, DeviceComputing math, DeviceArena memory) : DeviceJoin(layer, math, memory)
{
    /// <inheritdoc/>
    public override DeviceSignal Forward(ReadOnlySpan<DeviceSignal> inputs, Pass pass)
    {
        DeviceSignal first = inputs[0];
        bool isConstant = AreConstant(inputs);
        int row = first.Batch * first.Features;
        ArrayView<float> output = Output.Take(isConstant ? row : (long)first.Steps * row);
        if (first.IsConstant && !isConstant) Math.Arrays.FillRows(output, first.Data);
        else first.Data.CopyTo(Math.Launcher.Stream, output);
        foreach (DeviceSignal input in inputs[1..])
        {
            if (input.IsConstant == isConstant) Math.Arrays.Add(output, input.Data);
            else
                for (int t = 0; t < first.Steps; t++) Math.Arrays.Add(output.SubView((long)t * row, row), input.Data);
        }

        return new DeviceSignal(output, first.Steps, first.Batch, first.Features, isConstant);
    }

    /// <inheritdoc/>
    public override void Backward(DeviceSignal outputGradient, Span<DeviceSignal> inputGradients, Pass pass) =>
        inputGradients.Fill(outputGradient);
}

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
        bool isConstant = AreConstant(inputs);
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
