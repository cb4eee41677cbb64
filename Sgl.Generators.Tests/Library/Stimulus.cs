using Sgl.Tests.Harness;

namespace Sgl.Tests.Library;

/// <summary>Runs one neuron of the library on an input, and reads its spikes.</summary>
internal static class Stimulus
{
    /// <summary>The steps in which the neuron spikes, under a constant input.</summary>
    public static int[] Constant<TNeuron>(float input, int steps, TNeuron? neuron = null)
        where TNeuron : class, INeuron<TNeuron>, new() =>
        SpikeTimes([.. Enumerable.Repeat(input, steps)], neuron);

    /// <summary>The steps in which the neuron spikes.</summary>
    public static int[] SpikeTimes<TNeuron>(float[] input, TNeuron? neuron = null)
        where TNeuron : class, INeuron<TNeuron>, new()
    {
        neuron ??= new TNeuron();
        var parameters = new float[TNeuron.Info.Parameters.Length];
        var states = new float[TNeuron.Info.States.Length];
        TNeuron.ReadParameters(neuron, parameters);
        TNeuron.ReadStates(neuron, states);
        float[] spikes = new Kernels<TNeuron>().ForwardWithoutTape(new Trial
        {
            Steps = input.Length,
            Neurons = 1,
            Inputs = [input],
            Parameters = [.. parameters.Select(value => new[] { value })],
            InitialStates = [.. states.Select(value => new[] { value })],
            OutputGradients = [],
            FinalStateGradients = [],
        }).Outputs[0];
        return [.. Enumerable.Range(0, spikes.Length).Where(t => spikes[t] == 1f)];
    }

    /// <summary>The steps between each spike and the next.</summary>
    public static int[] Intervals(int[] times) => [.. times.Zip(times.Skip(1), (first, next) => next - first)];
}
