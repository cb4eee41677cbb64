using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Sgl.Tests.Models;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// A guard is a guard: the value and the gradient of a choice are those of the branch that was taken alone, also where
/// the slope of the other one is infinite or NaN.
/// </summary>
[Slow(30)]
public class GuardTests
{
    /// <summary>A condition, what it guards, what is taken else, and inputs on both sides; P is 0 or learned from 0.5.</summary>
    public static TheoryData<string, string, string, float[]> Guards => new()
    {
        { "x > 0f", "MathF.Sqrt(x)", "0f", [0f, -0f, -1f, 0.25f, 4f] },
        { "x > 0f", "MathF.Sqrt(P * x)", "x", [0f, -1f, 0.25f] },
        { "x > 0f", "Log(x)", "-5f", [0f, -1f, 1e-30f, 2f] },
        { "x > 0f", "Log(P * x)", "P * x", [0f, -1f, 2f] },
        { "x != 0f", "1f / x", "0f", [0f, -0f, 2f, -3f] },
        { "x != 0f", "P / x", "P", [0f, 2f, -3f] },
        { "x != 0f", "Sin(x) / x", "1f", [0f, 0.5f, -2f] },
        { "x != 0f", "x / (1f - Exp(-x))", "1f", [0f, 0.5f, -2f] },
        { "x != 0f", "Tanh(P / x) + Sigmoid(1f / x)", "0f", [0f, 0.5f, -2f] },
        { "x != 0f", "Cos(P / x)", "0f", [0f, 0.5f, -2f] },
        { "x < 50f", "Exp(x)", "0f", [100f, 49f, float.MaxValue] },
        { "x < 50f", "Exp(x) * Exp(P * x)", "P * x", [100f, 3f, 1e30f] },
        { "x > 0f", "Pow(x, 0.5f)", "0f", [0f, -1f, 4f] },
        { "x > 0f", "Pow(x, -1.5f)", "x", [0f, -1f, 4f] },
        { "x > 0f", "Pow(x, -1f) + Pow(P * x, -2f)", "x", [0f, -1f, 4f] },
        { "MathF.Abs(x) < 1e12f", "x * x * x * x", "1f", [1e20f, -1e15f, 3f] },
        { "MathF.Abs(x) < 1e12f", "MathF.FusedMultiplyAdd(x * x * x, x, P)", "P", [1e20f, 3f] },
        { "x > -1f", "MathF.Sqrt(MathF.Abs(MathF.Max(1f + x, 0f)))", "0f", [-1f, -2f, 3f] },
        { "x > 0f && x < 9f", "MathF.Sqrt(x) * MathF.Sqrt(9f - x)", "P", [0f, 9f, 10f, -1f, 4f] },
        { "x > 0f || P > 1f", "Log(x)", "0f", [0f, -2f, 2f] },
        { "P > 0.6f", "1f / (P - 0.5f) + Exp(x / (P - 0.5f))", "x", [0f, 1f, -2f] },
        { "x > 1f", "Spike(MathF.Sqrt(x - 1f) - 2f)", "0f", [1f, 0f, 5f, 7f] },
        { "x > 1f", "Sign(1f / (x - 1f), Kind.SwishSign, P)", "0f", [1f, 0f, 5f, 7f] },
    };

    /// <summary>A choice by a function, the condition by which its first argument is taken, and that and the other.</summary>
    public static TheoryData<string, string, string, string, float[]> Choices => new()
    {
        { "MathF.Min(Exp(x), 10f)", "Exp(x) <= 10f", "Exp(x)", "10f", [100f, 1f, 500f] },
        { "MathF.Max(Log(x), -5f)", "Log(x) >= -5f", "Log(x)", "-5f", [0f, 1f, 1e-30f] },
        { "MathF.Max(-1f / x, P)", "-1f / x >= P", "-1f / x", "P", [0f, -2f, 3f] },
        { "Clamp(P / x, -2f, 2f)", "MathF.Abs(P / x) <= 2f", "P / x", "(P / x > 2f ? 2f : -2f)", [0f, -0f, 1f, 0.001f] },
        { "Clamp(Log(x), -4f, 4f)", "MathF.Abs(Log(x)) <= 4f", "Log(x)", "(Log(x) > 4f ? 4f : -4f)", [0f, 1f, 1e30f] },
    };

    [Theory]
    [MemberData(nameof(Guards))]
    public void The_branch_that_is_not_taken_leaves_nothing(string condition, string taken, string other, float[] inputs)
    {
        string[] forms =
        [
            $"float y = {condition} ? {taken} : {other};",
            $"float y = !({condition}) ? {other} : {taken};",
            $"float y; if ({condition}) y = {taken}; else y = {other};",
            $"float y = {other}; if ({condition}) {{ float z = {taken}; y = z; }}",
            $"float z = {taken}; float y = {condition} ? z : {other};",
            $"float y = {condition} ? 0.5f * ({taken}) : 0.5f * ({other}); y = 2f * y;",
            $"float y = x == 12345f ? 3f : ({condition} ? {taken} : {other});",
        ];
        Compare(forms, condition, taken, other, inputs);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_argument_that_is_not_chosen_leaves_nothing(
        string choice, string condition, string taken, string other, float[] inputs)
    {
        string[] forms = [$"float y = {choice};", $"float a = {choice}; float y = 0.25f * a + 0.75f * a;"];
        Compare(forms, condition, taken, other, inputs);
    }

    /// <summary>Every function that has a slope is among those that are guarded here.</summary>
    [Fact]
    public void All_functions_are_guarded()
    {
        string all = string.Join(" ", Guards.Select(row => row.Data.Item2).Concat(Choices.Select(row => row.Data.Item1)));
        Assert.All(
            FunctionTable.All.Where(function => !function.IsFlat),
            function => Assert.Contains(function.Name + "(", all, StringComparison.Ordinal));
    }

    /// <summary>A time constant of 0 that a branch keeps out, hoisted and in every step, shared and per neuron.</summary>
    [Theory]
    [InlineData("Tau > 0f ? Exp(-1f / Tau) : 0f")]
    [InlineData("x > 2f ? Exp(-1f / Tau) : 0f")]
    [InlineData("x > 2f ? x / Tau : 0f")]
    [InlineData("x > 2f ? MathF.Sqrt(Tau) : 0f")]
    public void A_time_constant_of_zero_that_is_not_used_has_the_gradient_zero(string decay)
    {
        foreach (string parameter in new[] { "Learnable = true", "Learnable = true, PerNeuron = true" })
        {
            TestModel model = Compile($$"""
                [Surrogate(Kind.ATan)]
                public partial class M
                {
                    [Parameter({{parameter}})] public float Tau = 0f;
                    [State] private float v;

                    public float Step(float x)
                    {
                        v = ({{decay}}) * v + x;
                        return v;
                    }
                }
                """, "M");
            (ForwardRun run, BackwardRun gradients) = Run(model, [1f, 0.5f, -1f]);
            Assert.Equal([1f, 0.5f, -1f], run.Outputs[0][..3]);
            Assert.All(gradients.Parameters[0]!, value => Assert.Equal(0, value));
            Assert.All(gradients.Inputs[0]!, value => Assert.Equal(1, value));
        }
    }

    /// <summary>Where no slope can be infinite, nothing is added: of the library's models no one.</summary>
    [Fact]
    public void A_guard_costs_nothing_where_slopes_are_bounded()
    {
        TestModel[] models =
        [
            Compile(Text("float y = x > 0f ? P * x : Tanh(x);"), "M"),
            Compile(Text("float y = x > 0f ? x / (1f + x * x) : Exp(MathF.Min(x, 20f));"), "M"),
            Compile(Text("float y = MathF.Max(MathF.Sqrt(1f + x * x), Log(2f + MathF.Abs(x)));"), "M"),
            .. typeof(Network).Assembly.GetTypes()
                .Where(type => type.IsDefined(typeof(SurrogateAttribute), inherit: false))
                .Select(type => TestModel.Of(TestModel.Library, type.FullName!)),
        ];
        foreach (TestModel model in models)
            foreach (Graph graph in new[] { model.Compiled.Backward, model.Compiled.Epilogue })
                Assert.DoesNotContain(graph.Nodes, node => node.Op == Op.Select && IsTestForZero(graph, node));
    }

    [Fact]
    public void Training_goes_on_where_a_state_at_rest_would_be_divided_by()
    {
        var network = new Network(
            [new Dense(20, 32), new Spiking<Shunted>(32), new Dense(32, 2), new Spiking<LeakyReadout>(2)], seed: 0);
        var (encoder, loss, adam) = (new PoissonEncoder(0), new RateCrossEntropy(), new Adam(0.01f));
        float[] rates = [.. Enumerable.Range(0, 64 * 20).Select(i => i / 20 % 2 == i / 10 % 2 ? 0.3f : 0.2f)];
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 2)];
        for (int step = 0; step < 3; step++)
            Assert.True(double.IsFinite(network.TrainStep(encoder, rates, steps: 25, labels, loss, adam).Loss));
        Assert.All(network.Parameters, parameter =>
            Assert.All(parameter.Value.ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    /// <summary>Whether a select asks for an adjoint of 0, which a step itself never does.</summary>
    private static bool IsTestForZero(Graph graph, Node select) =>
        graph.Nodes[select.Operands[0]] is { Op: Op.Equal } condition && IsGradient(graph, condition.Operands[0]);

    private static bool IsGradient(Graph graph, int node) =>
        graph.Nodes[node].Op is Op.OutputGradient or Op.StateGradient or Op.HoistedGradient
        || graph.Nodes[node].Operands.Any(operand => IsGradient(graph, operand));

    private static void Compare(string[] forms, string condition, string taken, string other, float[] inputs)
    {
        string[] bodies = [.. forms, $"float y = {taken};", $"float y = {other};", $"float y = {condition} ? 1f : 0f;"];
        TestModel[] models = TestModel.FromText(
            BuildProperties.AllTargets,
            string.Concat(bodies.Select((body, i) => Text(body, "M" + i))),
            [.. bodies.Select((_, i) => "M" + i)]);
        float[] isTaken = Run(models[^1], inputs, inputs.Length, steps: 1).Run.Outputs[0];
        (ForwardRun, BackwardRun) whenTaken = Run(models[^3], inputs), otherwise = Run(models[^2], inputs);
        for (int i = 0; i < forms.Length; i++) Compare(forms[i], models[i], inputs, isTaken, whenTaken, otherwise);
    }

    private static void Compare(
        string form,
        TestModel guarded,
        float[] inputs,
        float[] isTaken,
        (ForwardRun Run, BackwardRun Gradients) whenTaken,
        (ForwardRun Run, BackwardRun Gradients) otherwise)
    {
        (ForwardRun run, BackwardRun gradients) = Run(guarded, inputs);
        for (int n = 0; n < inputs.Length; n++)
        {
            (ForwardRun expectedRun, BackwardRun expected) = isTaken[n] == 1f ? whenTaken : otherwise;
            string at = $"{form} at {inputs[n]}";
            for (int t = 0; t < 3; t++)
            {
                int i = t * inputs.Length + n;
                AreEqual("value of " + at, expectedRun.Outputs[0][i], run.Outputs[0][i]);
                AreEqual("input gradient of " + at, expected.Inputs[0]![i], gradients.Inputs[0]![i]);
            }

            AreEqual("parameter gradient of " + at, expected.Parameters[0]![n], gradients.Parameters[0]![n]);
        }

        Trial trial = TrialOf(guarded, inputs, inputs.Length, 3);
        EngineTests.CompareWithGraphs(guarded, trial);
        TargetTests.CompareTargets(guarded, trial);
    }

    private static void AreEqual(string what, double expected, double actual)
    {
        double tolerance = 1e-6 * Math.Abs(expected);
        if (!(Math.Abs(expected - actual) <= tolerance) && expected != actual && !(double.IsNaN(expected) && double.IsNaN(actual)))
            Assert.Fail($"{what}: {actual:R} instead of {expected:R}");
    }

    private static string Text(string statements, string name = "M") => $$"""
        [Surrogate(Kind.ATan)]
        public partial class {{name}}
        {
            [Parameter(Learnable = true, PerNeuron = true)] public float P = 0.5f;
            [State] private float v;

            public float Step(float x)
            {
                {{statements}}
                v = 0.5f * v + y;
                return v;
            }
        }

        """;

    private static TestModel Compile(string text, string name) =>
        TestModel.FromText(BuildProperties.AllTargets, text, name)[0];

    private static (ForwardRun Run, BackwardRun Gradients) Run(TestModel model, float[] inputs) =>
        Run(model, inputs, inputs.Length, 3);

    private static (ForwardRun Run, BackwardRun Gradients) Run(TestModel model, float[] inputs, int neurons, int steps)
    {
        Trial trial = TrialOf(model, inputs, neurons, steps);
        (ForwardRun run, float[][] tape) = model.Kernels.Forward(trial);
        return (run, model.Kernels.Backward(trial, tape));
    }

    /// <summary>Every neuron has one of the inputs, at every time step.</summary>
    private static Trial TrialOf(TestModel model, float[] inputs, int neurons, int steps) => new()
    {
        Steps = steps,
        Neurons = neurons,
        Inputs = [[.. Enumerable.Range(0, steps).SelectMany(_ => inputs)]],
        Parameters =
        [
            .. model.Kernels.DefaultParameters.Select((value, k) =>
                Enumerable.Repeat(value, model.Model.Parameters[k].IsShared ? 1 : neurons).ToArray()),
        ],
        InitialStates = [new float[neurons]],
        OutputGradients = [[.. Enumerable.Range(0, steps * neurons).Select(_ => 1f)]],
        FinalStateGradients = [new float[neurons]],
    };
}
