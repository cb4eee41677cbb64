using System.Text.Json;
using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Golden;

/// <summary>One neuron model run by its own library: what went in, and what came out in double precision.</summary>
internal sealed class PeerNeuron(string file)
{
    private readonly JsonElement _file = Sources.Vector(file);

    private JsonElement Result => _file.At("float64");

    /// <summary>The same data for our model, whose outputs are spike and membrane.</summary>
    /// <param name="model">The peer's neuron, with the peer's parameter names but for case and underscores.</param>
    /// <param name="loss">"spk", where only spikes have a gradient, or "spk_mem".</param>
    public Trial Trial(TestModel model, string loss)
    {
        int neurons = _file.At("B").GetInt32() * _file.At("N").GetInt32();
        float[] membraneGradient = _file.At("g_mem").Singles();
        if (loss == "spk") Array.Clear(membraneGradient);
        double[][] parameters = [.. model.Model.Parameters.Select(parameter => Parameter(parameter, neurons))];
        return new Trial
        {
            Steps = _file.At("T").GetInt32(),
            Neurons = neurons,
            Inputs = [_file.At("input").Singles()],
            Parameters = [.. parameters.Select(values => values.Select(value => (float)value).ToArray())],
            ExactParameters = parameters,
            InitialStates = [.. model.Model.States.Select(_ => new float[neurons])],
            OutputGradients = [_file.At("g_spk").Singles(), membraneGradient],
            FinalStateGradients = [.. model.Model.States.Select(_ => new float[neurons])],
        };
    }

    /// <summary>The same spikes, and the same membranes but for rounding.</summary>
    public void CompareOutputs(IReadOnlyList<IReadOnlyList<double>> outputs, double tolerance)
    {
        Assert.Equal(Result.At("spikes").Numbers(), outputs[0]);
        Near.Largest(tolerance, "mem", Result.At("mem").Numbers(), outputs[1]);
    }

    /// <summary>The same gradients of the input and of every learnable parameter.</summary>
    public void CompareGradients(TestModel model, string loss, BackwardRun gradients, double tolerance)
    {
        Near.Largest(tolerance, "input", Result.At("grad", loss, "input").Numbers(), gradients.Inputs[0]);
        ParameterModel[] parameters = [.. model.Model.Parameters];
        JsonProperty[] expected =
            [.. Result.At("grad", loss).EnumerateObject().Where(item => item.Name is not ("loss" or "input"))];
        Assert.Equal(parameters.Count(parameter => parameter.Learnable), expected.Length);
        foreach (JsonProperty item in expected)
        {
            int slot = Array.FindIndex(parameters, parameter => parameter.Learnable && IsNamed(parameter, item));
            double[] lanes = gradients.Parameters[slot]!;
            double[] sum = new double[item.Value.Numbers().Length];
            double[] magnitude = new double[sum.Length];
            for (int n = 0; n < lanes.Length; n++)
            {
                sum[n % sum.Length] += lanes[n];
                magnitude[n % sum.Length] += Math.Abs(lanes[n]);
            }

            // Lanes of different signs cancel: an error is one of the addends, not of what is left of them.
            Near.Largest(tolerance, item.Name, item.Value.Numbers(), sum, magnitude.Max());
        }
    }

    private double[] Parameter(ParameterModel parameter, int neurons)
    {
        JsonProperty known = Result.At("params_effective").EnumerateObject()
            .Concat(_file.At("params").EnumerateObject())
            .First(item => IsNamed(parameter, item));
        double[] values = known.Value.Numbers();
        return parameter.PerNeuron ? [.. Enumerable.Range(0, neurons).Select(n => values[n % values.Length])] : values;
    }

    /// <summary>What SpikingJelly calls v_reset is a property of its preset, and the parameter behind it is called reset.</summary>
    private static bool IsNamed(ParameterModel parameter, JsonProperty item)
    {
        string name = item.Name.Replace("_", "", StringComparison.Ordinal);
        return name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)
            || (parameter.Name == "reset" && name == "vreset");
    }
}
