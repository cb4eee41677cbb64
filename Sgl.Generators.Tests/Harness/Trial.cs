using Sgl.Generators.Ir;

namespace Sgl.Tests.Harness;

/// <summary>One run of a model: the data that go into an engine and those that come out of it.</summary>
internal sealed class Trial
{
    public required int Steps { get; init; }

    public required int Neurons { get; init; }

    /// <summary>The neurons are those of so many samples, one after the other, with the same parameters in each.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>[T, N] each.</summary>
    public required float[][] Inputs { get; init; }

    /// <summary>One value, or [N].</summary>
    public required float[][] Parameters { get; init; }

    /// <summary>The parameters before they were rounded to floats, where that matters.</summary>
    public double[][]? ExactParameters { get; init; }

    /// <summary>[N] each, before the first step.</summary>
    public required float[][] InitialStates { get; init; }

    /// <summary>dL/d(output), [T, N] each.</summary>
    public required float[][] OutputGradients { get; init; }

    /// <summary>dL/d(state after the last step), [N] each.</summary>
    public required float[][] FinalStateGradients { get; init; }

    /// <summary>A parameter's value for one neuron.</summary>
    public float Parameter(int slot, int neuron) =>
        Parameters[slot].Length == 1 ? Parameters[slot][0] : Parameters[slot][neuron];

    /// <summary>The same, as exactly as it is known.</summary>
    public double ExactParameter(int slot, int neuron) =>
        ExactParameters?[slot] is { } values ? values[values.Length == 1 ? 0 : neuron] : Parameter(slot, neuron);

    /// <summary>Random data of a model, from a fixed seed.</summary>
    public static Trial Random(TestModel model, int steps, int neurons, int seed, bool extremes = false)
    {
        var random = new Random(seed);
        NeuronModel m = model.Model;
        return new Trial
        {
            Steps = steps,
            Neurons = neurons,
            Inputs = Planes(m.Inputs.Count, () => Value(random, 1.5f, extremes), steps * neurons),
            Parameters =
            [
                .. model.Kernels.DefaultParameters.Select((value, k) => Fill(
                    m.Parameters[k].IsShared ? 1 : neurons,
                    () => value * (0.8f + 0.4f * random.NextSingle()))),
            ],
            InitialStates =
            [
                .. model.Kernels.DefaultStates.Select(value => Fill(
                    neurons, () => value + 0.5f * (random.NextSingle() - 0.5f))),
            ],
            OutputGradients = Planes(m.Outputs.Count, () => Value(random, 1f, false), steps * neurons),
            FinalStateGradients = Planes(m.States.Count, () => Value(random, 1f, false), neurons),
        };
    }

    /// <summary>The same data, but the neurons are those of several samples.</summary>
    public Trial WithSamples(int samples) => new()
    {
        Steps = Steps,
        Neurons = Neurons,
        Samples = samples,
        Inputs = Inputs,
        Parameters =
        [
            .. Parameters.Select(values => values.Length == 1
                ? values
                : values.Select((_, n) => values[n % (Neurons / samples)]).ToArray()),
        ],
        InitialStates = InitialStates,
        OutputGradients = OutputGradients,
        FinalStateGradients = FinalStateGradients,
    };

    /// <summary>The same data, but no output has a gradient: empty arrays.</summary>
    public Trial WithoutOutputGradients() => new()
    {
        Steps = Steps,
        Neurons = Neurons,
        Inputs = Inputs,
        Parameters = Parameters,
        InitialStates = InitialStates,
        OutputGradients = [.. OutputGradients.Select(_ => Array.Empty<float>())],
        FinalStateGradients = FinalStateGradients,
    };

    /// <summary>The same data in arrays of their own, as far as they have time steps.</summary>
    public Trial Copy() => Part(0, Steps, InitialStates);

    /// <summary>The same data for some of the neurons only.</summary>
    public Trial Slice(int first, int count) => new()
    {
        Steps = Steps,
        Neurons = count,
        Inputs = [.. Inputs.Select(plane => Columns(plane, Neurons, first, count))],
        Parameters = [.. Parameters.Select(values => values.Length == 1 ? values : values[first..(first + count)])],
        InitialStates = [.. InitialStates.Select(state => state[first..(first + count)])],
        OutputGradients = [.. OutputGradients.Select(plane => Columns(plane, Neurons, first, count))],
        FinalStateGradients = [.. FinalStateGradients.Select(gradient => gradient[first..(first + count)])],
    };

    /// <summary>The same data for some of the time steps only.</summary>
    public Trial Part(int start, int count, float[][] initialStates)
    {
        float[] Rows(float[] plane) => plane[(start * Neurons)..((start + count) * Neurons)];
        return new Trial
        {
            Steps = count,
            Neurons = Neurons,
            Inputs = [.. Inputs.Select(Rows)],
            Parameters = Parameters,
            InitialStates = initialStates,
            OutputGradients = [.. OutputGradients.Select(Rows)],
            FinalStateGradients = FinalStateGradients,
        };
    }

    /// <summary>Some columns of a plane [T, N].</summary>
    public static float[] Columns(float[] plane, int neurons, int first, int count) =>
        [.. plane.Where((_, i) => i % neurons >= first && i % neurons < first + count)];

    private static float[][] Planes(int count, Func<float> value, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => Fill(length, value))];

    private static float[] Fill(int length, Func<float> value) => [.. Enumerable.Range(0, length).Select(_ => value())];

    private static float Value(Random random, float scale, bool extremes) =>
        extremes && random.Next(8) == 0
            ? Extremes[random.Next(Extremes.Length)]
            : scale * (2f * random.NextSingle() - 0.7f);

    private static readonly float[] Extremes =
    [
        0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon,
        float.MaxValue, float.MinValue, 1e-40f, 1e30f, -1e30f, 1f,
    ];
}

/// <summary>What a forward pass yields.</summary>
/// <param name="Outputs">[T, N] each.</param>
/// <param name="States">[N] each, after the last step.</param>
internal sealed record ForwardRun(float[][] Outputs, float[][] States);

/// <summary>What a backward pass yields.</summary>
/// <param name="Inputs">dL/d(input), [T, N] each.</param>
/// <param name="States">dL/d(state before the first step), [N] each; null where there is no gradient.</param>
/// <param name="Parameters">dL/d(parameter) of each neuron, [N] each; null where there is no gradient.</param>
internal sealed record BackwardRun(double[][] Inputs, double[]?[] States, double[]?[] Parameters);
