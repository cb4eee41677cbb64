using Sgl.Generators.Ir;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>
/// Presets of which there are no vectors give what their equations and the adjoints of these give, derived by hand.
/// </summary>
public class PresetRecursionTests
{
    private const int Steps = 25, Neurons = 40;

    // The constants of surrogates are floats.
    private const double NearlyExact = 1e-7;
    private const double Float32 = 2e-5;

    // Sinabs averages its input over 20 steps, so that it takes a larger one to spike.
    private const float SinabsInput = 20f;

    private static readonly Dictionary<string, Func<NeuronData, NeuronResult>> ByHand = new()
    {
        ["SnnTorch+Synaptic"] = Recursions.SnnTorchSynaptic,
        ["Norse+LIF"] = Recursions.NorseLif,
        ["Sinabs+LIF"] = Recursions.SinabsLif,
        ["Spyx+LIF"] = Recursions.SpyxLif,
        ["Slayer+Cuba"] = Recursions.SlayerCuba,
    };

    public static TheoryData<string> Presets => [.. ByHand.Keys];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Kernels_give_the_recursion_s_numbers(string name)
    {
        TestModel model = TestModel.OfPreset(name);
        for (int seed = 0; seed < 3; seed++)
        {
            Trial trial = AtRest(name, model, seed);
            (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
            Compare(name, model, trial, run.Outputs, model.Kernels.Backward(trial, tape), Float32);
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_graphs_in_double_give_the_recursion_s_digits(string name)
    {
        TestModel model = TestModel.OfPreset(name);
        for (int seed = 0; seed < 3; seed++)
        {
            Trial trial = AtRest(name, model, seed);
            (double[][] outputs, _, BackwardRun gradients) =
                new GraphEngine(Precision.Double).RunKernels(model.Compiled, trial);
            Compare(name, model, trial, Same.Narrow(outputs), gradients, NearlyExact);
        }
    }

    private static void Compare(
        string name, TestModel model, Trial trial, float[][] outputs, BackwardRun gradients, double tolerance)
    {
        int spikes = 0;
        for (int n = 0; n < Neurons; n++)
        {
            double[] Column(float[] plane) => Near.Widen(Trial.Columns(plane, Neurons, n, 1));
            NeuronResult expected = ByHand[name](new NeuronData(
                Column(trial.Inputs[0]),
                Column(trial.OutputGradients[0]),
                Column(trial.OutputGradients[1]),
                [.. trial.Parameters.Select((_, k) => trial.ExactParameter(k, n))]));

            Assert.Equal(expected.Spike, Column(outputs[0]));
            spikes += (int)expected.Spike.Sum();
            Near.Largest(Float32, "membrane", expected.Membrane, Column(outputs[1]));
            double[] input = [.. Enumerable.Range(0, Steps).Select(t => gradients.Inputs[0][t * Neurons + n])];
            Near.Largest(tolerance, "input", expected.DX, input);
            for (int k = 0; k < expected.DP.Length; k++)
            {
                if (!model.Model.Parameters[k].Learnable) continue;
                string parameter = model.Model.Parameters[k].Name;
                Near.Largest(tolerance, parameter, [expected.DP[k]], [gradients.Parameters[k]![n]], magnitude: 1);
            }
        }

        Assert.InRange(spikes, Steps * Neurons / 50, Steps * Neurons);
    }

    /// <summary>A random trial that starts at rest and ends without a gradient.</summary>
    private static Trial AtRest(string name, TestModel model, int seed)
    {
        Trial random = Trial.Random(model, Steps, Neurons, seed);
        float scale = name.StartsWith("Sinabs", StringComparison.Ordinal) ? SinabsInput : 1f;
        return new Trial
        {
            Steps = Steps,
            Neurons = Neurons,
            Inputs = [.. random.Inputs.Select(plane => plane.Select(x => scale * x).ToArray())],
            Parameters = random.Parameters,
            InitialStates = [.. random.InitialStates.Select(_ => new float[Neurons])],
            OutputGradients = random.OutputGradients,
            FinalStateGradients = [.. random.FinalStateGradients.Select(_ => new float[Neurons])],
        };
    }
}
