using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>FastMath contracts, and stays as close to the exact values as strict kernels do.</summary>
public class FastMathTests
{
    private static readonly string[] Names = ["Oscillator", "ExpOnly", "LogOnly", "TanhOnly", "SigmoidOnly", "SinOnly", "PowOnly"];

    private static readonly Lazy<Dictionary<string, TestModel>> Models = new(() => TestModel
        .FromText(
            Sources.Model("Functions")
                .Replace("(Kind.None)", "(Kind.None, FastMath = true)", StringComparison.Ordinal)
                .Replace("(Kind.Sigmoid)", "(Kind.Sigmoid, FastMath = true)", StringComparison.Ordinal)
                .Replace("namespace Sgl.Tests.Models;", "", StringComparison.Ordinal),
            Names)
        .ToDictionary(model => model.Model.Name));

    [Fact]
    public void Products_are_contracted_only_where_asked()
    {
        Assert.Contains("Vector.FusedMultiplyAdd", Text("FastMath = true"), StringComparison.Ordinal);
        Assert.DoesNotContain("FusedMultiplyAdd", Text("FastMath = false"), StringComparison.Ordinal);

        static string Text(string option) => InMemory.Generate(
            $$"""
            [Surrogate(Kind.ATan, {{option}})]
            partial class A
            {
                [State] float v;
                float Step(float x) { v = 0.9f * v + x; return Spike(v - Log(1f + x * x)); }
            }
            """).Values.Single();
    }

    [Fact]
    public void Kernels_stay_within_the_tolerance_of_strict_ones()
    {
        TestModel model = Models.Value["Oscillator"];
        Trial trial = Trial.Random(model, 12, 40, 9);
        BackwardRun expected = new GraphEngine(Precision.Double).RunAdjoint(TestModel.Of("Functions", "Oscillator").Compiled, trial);
        BackwardRun actual = model.Kernels.Backward(trial, model.Kernels.Forward(trial).Tape);
        Same.Within(1e-4, "input gradient", expected.Inputs, actual.Inputs);
        Same.Within(1e-4, "parameter gradient", expected.Parameters, actual.Parameters);
    }

    [Theory]
    [InlineData("ExpOnly", -80f, 80f)]
    [InlineData("LogOnly", 1e-3f, 50f)]
    [InlineData("TanhOnly", -5f, 5f)]
    [InlineData("SigmoidOnly", -20f, 20f)]
    [InlineData("SinOnly", -100f, 100f)]
    [InlineData("PowOnly", 1e-3f, 50f)]
    public void Functions_stay_within_three_ulp_of_the_strict_ones(string name, float from, float to)
    {
        float[] x = [.. Enumerable.Range(0, 5000).Select(i => from + (to - from) * i / 5000)];
        Trial trial = new()
        {
            Steps = 1,
            Neurons = x.Length,
            Inputs = [x],
            Parameters = [],
            InitialStates = [],
            OutputGradients = [],
            FinalStateGradients = [],
        };
        float[][] strict = TestModel.Of("Functions", name).Kernels.Forward(trial).Run.Outputs;
        float[][] fast = Models.Value[name].Kernels.Forward(trial).Run.Outputs;
        foreach ((float[] expected, float[] actual) in strict.Zip(fast))
            foreach ((float e, float a) in expected.Zip(actual))
                Assert.InRange(Math.Abs(BitConverter.SingleToInt32Bits(e) - BitConverter.SingleToInt32Bits(a)), 0, 3);
    }
}
