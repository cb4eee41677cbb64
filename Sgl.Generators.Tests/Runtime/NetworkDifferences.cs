namespace Sgl.Tests;

/// <summary>
/// Holds the gradients of a network without spikes to central differences of a loss: all its outputs, weighted with random numbers
/// and summed.
/// </summary>
internal static class NetworkDifferences
{
    private const float Step = 0.004f;

    /// <summary>Compares the gradients of all parameters, by the network's own schedule.</summary>
    /// <returns>The differences, of each parameter.</returns>
    public static List<double[]> Expect(Network network, Signal input)
    {
        Signal[] weights = [.. network.Outputs.Select((output, k) => new Signal(
            Bits.Random(input.Steps * input.Batch * output.Shape.Features, 2 + (ulong)k), input.Steps, input.Batch, output.Shape.Features))];
        foreach (Parameter parameter in network.Parameters) parameter.ZeroGradient();
        network.Forward([input], training: true);
        network.Backward([.. weights.Select(weight => new Signal(weight.Data.ToArray(), weight.Steps, weight.Batch, weight.Features))]);
        var all = new List<double[]>();
        foreach (Parameter parameter in network.Parameters)
        {
            var expected = new double[parameter.Value.Length];
            for (int i = 0; i < expected.Length; i++)
            {
                float value = parameter.Value.Span[i];
                (float above, float below) = (value + Step, value - Step);
                expected[i] = (Loss(parameter, i, above) - Loss(parameter, i, below)) / (above - (double)below);
                parameter.Value.Span[i] = value;
            }

            Bits.Near(expected, parameter.Gradient.Span, 2e-3);
            all.Add(expected);
        }

        return all;

        double Loss(Parameter parameter, int index, float value)
        {
            parameter.Value.Span[index] = value;
            IReadOnlyList<Signal> outputs = network.Forward([input]);
            return weights.Select((weight, k) => Dot(outputs[k], weight)).Sum();
        }
    }

    private static double Dot(Signal output, Signal weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Data.Length; i++) sum += (double)output.Data.Span[i] * weights.Data.Span[i];
        return sum;
    }
}
