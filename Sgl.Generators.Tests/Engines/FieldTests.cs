using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// Fields that bases have, hide and share, and static ones in every order: a kernel has the values that C# has. The
/// oracle is an object of the class, with its own <c>Step</c>.
/// </summary>
public class FieldTests
{
    private static readonly (string Name, string Source)[] Sources =
    [
        ("Hidden", """
            public class Base { [State] protected float v = 0.5f; }
            [Surrogate(Kind.None)] public partial class Hidden : Base
            {
                [State] private new float v = 0.25f;
                public float Step(float input) { v = 0.9f * v + input; base.v = 0.8f * base.v + v; return base.v; }
            }
            """),
        ("HiddenParameter", """
            public class Base { [Parameter(Learnable = true)] protected internal float beta = 0.5f; [State] protected float v = 3f; protected float Old(float x) => v += beta * x; }
            [Surrogate(Kind.None)] public partial class HiddenParameter : Base
            {
                [Parameter(Learnable = true)] private new float beta = 0.25f;
                [State] public new float v = 2f;
                public float Step(float x) { v = beta * v + Old(x); return base.beta * v - base.v; }
            }
            """),
        ("ThreeDeep", """
            public class A { [State] protected float v = 1f; protected float InA(float x) => v = 0.5f * v + x; }
            public class B : A { [State] protected new float v = 2f; protected float InB(float x) => v = 0.6f * v + base.v + x; }
            [Surrogate(Kind.None)] public partial class ThreeDeep : B
            {
                [State] private new float v = 3f;
                public float Step(float x) { v = 0.7f * v + InA(x) * InB(x); return v + base.v; }
            }
            """),
        ("HiddenByOthers", """
            public class Base { [State] protected float v = 0.5f; [State] protected float w = 0.75f; protected float Next(float x) { w -= x; return v += x * w; } }
            [Surrogate(Kind.None)] public partial class HiddenByOthers : Base
            {
                private new float v() => 3f;
                private new static int w => 4;
                [State] private float Base_v = -1f;
                public float Step(float x) { Base_v = 0.5f * Base_v + x; return Next(Base_v); }
            }
            """),
        ("Generic", """
            public abstract class Membrane<TTag>
            {
                private static readonly float Half = 0.5f;
                [Parameter(Learnable = true)] public float Beta = 0.9f;
                [State] protected float v;
                public float Step(float input) { v = Beta * v + Scaled(input); float spike = Spike(v - 1f); v -= Detach(spike); return spike; }
                private static float Scaled(float x) => x * Half;
            }
            [Surrogate(Kind.ATan)] public partial class Generic : Membrane<int>;
            """),
        ("GenericHidden", """
            public abstract class Membrane<TTag> { [State] protected float v = 0.5f; protected float Next(float x) => v = 0.5f * v + x; }
            [Surrogate(Kind.ATan)] public partial class GenericHidden : Membrane<string>
            {
                [State] private new float v = 2f;
                public float Step(float x) { v += x; return Spike(Next(v) - 1f); }
            }
            """),
        ("GenericValue", """
            public abstract class Membrane<T> { [State] protected T v = default!; [Parameter] public T Beta = default!; }
            [Surrogate(Kind.ATan)] public partial class GenericValue : Membrane<float>
            {
                public GenericValue() => (v, Beta) = (0.5f, 0.75f);
                public float Step(float x) { v = Beta * v + x; return Spike(v - 1f); }
            }
            """),
        ("Partial", """
            [Surrogate(Kind.ATan)] public partial class Partial
            {
                [State] private float v;
                public partial float Step(float input);
                private partial float Next(float a, ref float b);
            }
            public partial class Partial
            {
                private partial float Next(float x, ref float y) { y += x; return 0.5f * y; }
                public partial float Step(float current) { v = 0.9f * v + current; return Spike(Next(current, ref v) - 1f); }
            }
            """),
        ("Primary", """
            [Surrogate(Kind.ATan)] public partial class Primary(float beta)
            {
                public Primary() : this(0.75f) { }
                [Parameter] private float own = beta;
                [State] private float v = 2f * beta;
                public float Step(float x) { v = own * v + x; return Spike(v - 1f); }
            }
            """),
        ("Order", """
            [Surrogate(Kind.None)] public partial class Order
            {
                private static readonly float Decay = 0.5f * Scale;
                private static readonly float Scale = 1.8f, Twice = 2f * Scale, Late = Later + Twice, Later = 5f;
                private static readonly int N = N + 1, M = K, K = M + N + 2;
                private static readonly float A = B, B = A + 0.5f;
                private static readonly bool IsOn = !IsOff, IsOff = IsOn;
                private static readonly float ByHelper = Read(), Read0 = 3f, ByHelper2 = Read();
                private static readonly float FromOther = Other.X + Other.Y;
                private const float C = D, D = 0.125f;
                private static float Read() => Read0 + 1f;
                [State] private float v = 1f;
                public float Step(float x)
                {
                    v = Decay * v + x * Scale + Twice + Late + A + 2f * B + C;
                    for (int i = 0; i < N + M + K; i++) v *= 0.75f;
                    return v + (IsOn ? 1f : 2f) + (IsOff ? 4f : 8f) + ByHelper + 3f * ByHelper2 + FromOther;
                }
                public static class Other { public static readonly float Y = X + 1f; public static readonly float X = 0.5f; }
            }
            """),
        ("Doubled", $$"""
            [Surrogate(Kind.None)] public partial class Doubled
            {
                private static readonly float S0 = 0.001f{{string.Concat(Enumerable.Range(1, 30).Select(i => $", S{i} = S{i - 1} + S{i - 1}"))}};
                public float Step(float x) => x * S30;
            }
            """),
    ];

    private static readonly Lazy<Func<string, TestModel>> Models = new(() => TestModel.Loader(
        BuildProperties.AllTargets, [.. Sources.Select(source => $"namespace {source.Name}Test;\n{source.Source}")]));

    public static TheoryData<string> Names => [.. Sources.Select(source => source.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_has_the_values_of_the_object(string name)
    {
        TestModel model = Models.Value($"{name}Test.{name}");
        object neuron = Activator.CreateInstance(model.Type)!;
        Assert.Equal(
            model.Model.States.Select(state => (float)StepEngine.Field(model, state).GetValue(neuron)!),
            model.Kernels.DefaultStates);
        Assert.Equal(
            model.Model.Parameters.Select(parameter => (float)StepEngine.Field(model, parameter.Name).GetValue(neuron)!),
            model.Kernels.DefaultParameters);
        Trial trial = Trial.Random(model, 7, 37, 1);
        EngineTests.CompareForward(model, trial);
        EngineTests.CompareWithGraphs(model, trial);
        TargetTests.CompareTargets(model, Trial.Random(model, 5, 21, 3));
    }

    [Fact]
    public void States_have_names_of_their_own()
    {
        Assert.Equal(["A_v", "B_v", "v"], Models.Value("ThreeDeepTest.ThreeDeep").Model.States);
        Assert.Equal(["Base_v_", "Base_w", "Base_v"], Models.Value("HiddenByOthersTest.HiddenByOthers").Model.States);
        Assert.Equal(["Base_beta", "beta"], Models.Value("HiddenParameterTest.HiddenParameter").Model.Parameters.Select(p => p.Name));
    }

    /// <summary>What depends on which part, or which class, C# initializes first.</summary>
    [Theory]
    [InlineData("partial class A { static readonly float R = 2f * Q; float Step(float x) => Spike(x * R); } partial class A { static readonly float Q = 1f; }")]
    [InlineData("partial class A { static readonly float R = B.Q; float Step(float x) => Spike(x * R); class B { public static readonly float P = R; public static readonly float Q = 1f; } }")]
    [InlineData("partial class A { static readonly float R = B.Q; float Step(float x) => Spike(x * R); class B { public static readonly float Q = F(); static float F() => C.P; class C { public static readonly float P = R; } } }")]
    public async Task An_order_that_is_not_defined_is_refused(string model)
    {
        var diagnostic = Assert.Single(await InMemory.Analyze($"[Surrogate(Kind.ATan)] {model}"));
        Assert.Equal("SGL0027", diagnostic.Id);
    }
}
