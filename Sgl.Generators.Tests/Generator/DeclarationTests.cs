using Sgl.Tests.Devices;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>However a model is declared, its file compiles and its kernels run.</summary>
[Collection(nameof(CpuAcceleratorGroup))]
public class DeclarationTests(CpuAcceleratorDevice device)
{
    private const string Members = """
        [Parameter(Learnable = true)] private float beta = 0.9f;
        [State] private float v;
        public float Step(float input) { v = beta * v + input; return Spike(v - 1f); }
        """;

    public static TheoryData<string, string> Declarations => new()
    {
        { "A", $"[Surrogate(Kind.ATan)] partial class A {{ {Members} }}" },
        { "N.A", $"namespace N {{ [Surrogate(Kind.ATan)] public sealed partial class A {{ {Members} }} }}" },
        { "N.M.A", $"namespace N.M; [Surrogate(Kind.ATan)] internal partial class A {{ {Members} }}" },
        { "A", $"[Surrogate(Kind.ATan)] partial record A {{ {Members} }}" },
        {
            "N.Outer+Middle+A",
            $"namespace N; public partial struct Outer {{ internal partial record Middle {{ [Surrogate(Kind.ATan)] "
            + $"internal partial class A {{ {Members} }} }} }}"
        },
        { "event", $"[Surrogate(Kind.ATan)] partial class @event {{ {Members} }}" },
        { "Two", $"[Surrogate(Kind.ATan)] partial class Two {{ {Members} }} partial class Two {{ const float C = 1f; }}" },
        {
            "Own", // Types that are called as those that kernels use.
            $"class Vector {{ }} class Lanes {{ }} class Span {{ }} [Surrogate(Kind.ATan)] partial class Own {{ {Members} }}"
        },
        {
            "N.Own", // The same in a namespace of its own.
            $"namespace N {{ class Vector {{ }} class Lanes {{ }} class MethodImpl {{ }} [Surrogate(Kind.ATan)] "
            + $"partial class Own {{ {Members} }} }}"
        },
        {
            "Clash", // Names that differ by case, by an underscore or by what kernels add to them.
            """
            [Surrogate(Kind.ATan)] partial class Clash
            {
                [Parameter(Learnable = true)] float V = 0.5f;
                [Parameter(Learnable = true)] float _v = 0.25f;
                [Parameter(PerNeuron = true)] float steps = 1f;
                [State] float v;
                [State] float dv;
                [State] float vLanes;
                public (float v, float tape) Step(float Width, float width)
                {
                    v = V * v + Width * _v; dv = v + steps * width; vLanes = 0.5f * vLanes + dv;
                    return (v, Spike(vLanes - v * dv));
                }
            }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_declared_model_runs(string name, string source)
    {
        TestModel model = Assert.Single(TestModel.FromText(BuildProperties.None, source, name));
        Trial trial = Trial.Random(model, 5, 11, 1);
        EngineTests.CompareForward(model, trial);
        EngineTests.CompareWithGraphs(model, trial);
        DeviceSuite.HoldsForOneTrial(model, device.Accelerator);
    }

    [Fact]
    public void Models_whose_names_differ_by_case_only_have_files_of_their_own()
    {
        string source = string.Concat(new[] { "Lif", "LIF", "lif" }.Select(name =>
            $"namespace N {{ [Surrogate(Kind.ATan)] partial class {name} {{ {Members} }} }}"));
        string[] hints = [.. InMemory.Generate(source).Keys];
        Assert.Equal(3, hints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(3, TestModel.FromText(source, "N.Lif", "N.LIF", "N.lif").Length);
    }

    [Fact]
    public void A_class_without_a_step_takes_that_of_its_base()
    {
        string source = $$"""
            namespace N;
            public abstract class Base { {{Members.Replace("private", "protected", StringComparison.Ordinal)}} }
            [Surrogate(Kind.ATan)] public partial class A : Base;
            [Surrogate(Kind.Sigmoid)] public partial class B : A;
            """;
        TestModel[] models = TestModel.FromText(source, "N.A", "N.B");
        Trial trial = Trial.Random(models[0], 8, 9, 1);
        Assert.Equal(models[0].Kernels.Forward(trial).Run.Outputs, models[1].Kernels.Forward(trial).Run.Outputs);
        Assert.NotEqual(Gradients(models[0]), Gradients(models[1]));

        double[][] Gradients(TestModel model) => model.Kernels.Backward(trial, model.Kernels.Forward(trial).Tape).Inputs;
    }

    [Fact]
    public void Spans_of_the_wrong_length_are_refused_by_name()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Models.Lif.Forward(
            3, 4, new float[12], new float[4], 1f, new float[4], new float[11]));
        Assert.Contains("'spike' has 11 values; 3 steps of 4 neurons are expected", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Models.Lif.Forward(0, 4, [], new float[4], 1f, new float[4], []));
    }
}
