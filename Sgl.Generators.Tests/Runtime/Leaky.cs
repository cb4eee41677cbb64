namespace Sgl.Tests;

/// <summary>
/// A neuron with kernels written by hand, so that the runtime is tested without the generator: a leaky integrator
/// u ← Beta·u + Gain·x + Offset with the outputs u and u².
/// </summary>
internal sealed class Leaky : INeuron<Leaky>
{
    public float Beta = 0.8f;
    public float Gain = 1.5f;
    public float Offset = 0.1f;
    public float U = 0.3f;

    public static NeuronInfo Info { get; } = new(
        nameof(Leaky),
        Inputs: ["x"],
        Outputs: [new("membrane", IsSpike: false), new("energy", IsSpike: false)],
        States: ["u"],
        Parameters:
        [
            new("Beta", Learnable: true, PerNeuron: true),
            new("Gain", Learnable: true, PerNeuron: false),
            new("Offset", Learnable: false, PerNeuron: true),
        ],
        Tape: ["u", "x"],
        ForwardBytes: 20,
        BackwardBytes: 16);

    public static void ReadParameters(Leaky neuron, Span<float> values)
    {
        values[0] = neuron.Beta;
        values[1] = neuron.Gain;
        values[2] = neuron.Offset;
    }

    public static void ReadStates(Leaky neuron, Span<float> values) => values[0] = neuron.U;

    public static void Forward(in ForwardTile tile)
    {
        RequireLengths(tile.Parameters, tile.Width);
        for (int i = 0; i < tile.Width; i++)
        {
            int n = tile.Offset + i;
            float u = tile.States[0].Span[n];
            for (int t = 0; t < tile.Steps; t++)
            {
                float x = tile.Inputs[0].Data.Span[t * tile.Inputs[0].Stride + n];
                u = tile.Parameters[0].Span[i] * u + tile.Parameters[1].Span[0] * x + tile.Parameters[2].Span[i];
                tile.Outputs[0].Data.Span[t * tile.Outputs[0].Stride + n] = u;
                tile.Outputs[1].Data.Span[t * tile.Outputs[1].Stride + n] = u * u;
                if (tile.Tape.IsEmpty) continue;
                tile.Tape[0].Data.Span[t * tile.Tape[0].Stride + n] = u;
                tile.Tape[1].Data.Span[t * tile.Tape[1].Stride + n] = x;
            }

            tile.States[0].Span[n] = u;
        }
    }

    public static void Backward(in BackwardTile tile)
    {
        RequireLengths(tile.Parameters, tile.Width);
        for (int i = 0; i < tile.Width; i++)
        {
            int n = tile.Offset + i;
            float gradient = tile.StateGradients[0].Span[n];
            for (int t = tile.Steps - 1; t >= 0; t--)
            {
                float u = tile.Tape[0].Data.Span[t * tile.Tape[0].Stride + n];
                float x = tile.Tape[1].Data.Span[t * tile.Tape[1].Stride + n];
                float before = t > 0
                    ? tile.Tape[0].Data.Span[(t - 1) * tile.Tape[0].Stride + n]
                    : tile.InitialStates[0].Span[n];
                gradient += At(tile.OutputGradients[0], t, n) + 2 * u * At(tile.OutputGradients[1], t, n);
                tile.ParameterGradients[0].Span[n] += gradient * before;
                tile.ParameterGradients[1].Span[n] += gradient * x;
                tile.InputGradients[0].Data.Span[t * tile.InputGradients[0].Stride + n] =
                    gradient * tile.Parameters[1].Span[0];
                gradient *= tile.Parameters[0].Span[i];
            }

            tile.StateGradients[0].Span[n] = gradient;
        }
    }

    private static float At(Plane plane, int t, int n) =>
        plane.Data.IsEmpty ? 0 : plane.Data.Span[t * plane.Stride + n];

    private static void RequireLengths(ReadOnlySpan<ReadOnlyMemory<float>> parameters, int width)
    {
        Lanes.RequireLength(parameters[0].Length, width, "Beta");
        Lanes.RequireLength(parameters[1].Length, 1, "Gain");
        Lanes.RequireLength(parameters[2].Length, width, "Offset");
    }
}
