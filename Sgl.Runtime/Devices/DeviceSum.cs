using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>A <see cref="Sum"/> on a device.</summary>
internal sealed class DeviceSum(Sum layer, DeviceComputing math, DeviceArena memory) : DeviceJoin(layer, math, memory)
{
    /// <inheritdoc/>
    public override DeviceSignal Forward(ReadOnlySpan<DeviceSignal> inputs, Pass pass)
    {
        DeviceSignal first = inputs[0];
        bool isConstant = Join.AreConstant(inputs);
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
