using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>
/// What C# warns of wherever it is used, such as what is obsolete, is warned of in the user's own text only, where a pragma
/// reaches it.
/// </summary>
[Slow(10)]
public class ReservationTests
{
    private const string Pragma = "#pragma warning disable CS0612, CS0618, CS8618, EXP1, EXP2 // in this file only\n";

    private const string Step =
        "{ v = Beta * v + input; float spike = Spike(v - 1f); v -= Detach(spike); return spike; }";

    public static TheoryData<string, string> Models => new()
    {
        { "a parameter", Model("[Obsolete] [Parameter] public float Beta = 0.9f;") },
        { "one with advice", Model("[Obsolete(\"use Tau\")] [Parameter(Learnable = true)] public float Beta = 0.9f;") },
        { "one that is an error", Model("[Obsolete(\"use Tau\", true)] [Parameter] public float Beta = 0.9f;", "[Obsolete]") },
        { "a state", Model("[Parameter] public float Beta = 0.9f;", state: "[Obsolete(\"\", true)]", step: "[Obsolete]") },
        { "an experiment", Model("[System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] [Parameter] public float Beta = 0.9f;") },
        {
            "two experiments and what is obsolete",
            Model(
                "[System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] [Parameter] public float Beta = 0.9f; [Obsolete] [Parameter] public float Other = 1f;",
                state: "[System.Diagnostics.CodeAnalysis.Experimental(\"EXP2\")]")
        },
        { "an obsolete class", "[Obsolete] " + Model("[Parameter] public float Beta = 0.9f;") },
        { "an obsolete class as an error", "[Obsolete(\"gone\", true)] " + Model("[Parameter] public float Beta = 0.9f;") },
        { "an experimental class", "[System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] " + Model("[Parameter] public float Beta = 0.9f;") },
        { "around it", $"[Obsolete(\"gone\", true)] partial class Outer {{ {Model("[Parameter] public float Beta = 0.9f;")} }}" },
        { "an experimental outer class", $"[System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] partial class Outer {{ {Model("[Parameter] public float Beta = 0.9f;")} }}" },
        { "a base", "[Obsolete] public class Base { [Parameter] protected float Beta = 0.5f; } " + Model("").Replace("class A", "class A : Base", StringComparison.Ordinal) },
        { "its constructor", Model("[Parameter] public float Beta = 0.9f; [Obsolete(\"make it so\", true)] public A() { }") },
        { "an experimental constructor", Model("[Parameter] public float Beta = 0.9f; [System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] public A() { }") },
        { "a constructor that cannot be trimmed", Model("[Parameter] public float Beta = 0.9f; [System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode(\"reflects\")] public A() { }") },
        { "a required parameter", Model("[Parameter] public required float Beta;") },
        { "a required property", Model("[Parameter] public float Beta = 0.9f; public required string Label { get; init; }") },
        { "CLS compliance", "[assembly: CLSCompliant(true)] " + Model("[Parameter(Learnable = true, PerNeuron = true, Max = 1f)] public float Beta = 0.9f; [Parameter] public float beta = 0.9f;") },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Generated_code_warns_of_nothing(string what, string source) =>
        Assert.True(StrictBuild.Run(StrictBuild.Of("Reserved", Pragma + source)).Files.Count > 5, what);

    [Fact]
    public void What_only_some_may_make_is_given_to_its_module()
    {
        string Module(string members) => StrictBuild.Run(StrictBuild.Of("Made", Pragma + Model("[Parameter] public float Beta = 0.9f; " + members))).Files["A.Module.g.cs"];
        Assert.Contains("neuron = null", Module(""), StringComparison.Ordinal);
        Assert.Contains("neuron = null", Module("public required int Seed; [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public A() { }"), StringComparison.Ordinal);
        Assert.DoesNotContain("neuron = null", Module("public required int Seed;"), StringComparison.Ordinal);
        Assert.DoesNotContain("neuron = null", Module("[Obsolete] public A() { }"), StringComparison.Ordinal);
    }

    /// <summary>Of an obsolete field the kernels get the value.</summary>
    [Fact]
    public void An_obsolete_parameter_is_read()
    {
        TestModel model = Assert.Single(TestModel.FromText(Pragma + Model("[Obsolete(\"\", true)] [Parameter] public float Beta = 0.75f;", "[Obsolete]"), "A"));
        MethodInfo read = typeof(ReservationTests).GetMethod(nameof(Parameters), BindingFlags.NonPublic | BindingFlags.Static)!;
        Assert.Equal(0.75f, read.MakeGenericMethod(model.Type).Invoke(null, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_friend_that_has_Sgl_and_TorchSharp_too_sees_its_own_helpers_only(bool asSource)
    {
        const string Second = "public static class Use { public static object Make() => new NeuronModule<A>(); }";
        CSharpCompilation first = StrictBuild.Run(StrictBuild.Of(
            "First", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Second\")]\n" + Model("[Parameter] public float Beta = 0.9f;"))).Whole;
        CSharpCompilation second = StrictBuild.Of("Second", Model("[Parameter] public float Beta = 0.9f;").Replace("class A", "class B", StringComparison.Ordinal) + Second, Reference(first, asSource));
        CSharpCompilation whole = StrictBuild.Run(second).Whole;
        Assert.DoesNotContain(whole.GetDiagnostics(), d => d.Id is "CS0436" or "CS0433" or "CS0104");
    }

    private static MetadataReference Reference(CSharpCompilation compilation, bool asSource)
    {
        if (asSource) return compilation.ToMetadataReference();
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(ImmutableArray.Create(image.ToArray()));
    }

    private static float Parameters<T>()
        where T : INeuron<T>, new()
    {
        Span<float> values = stackalloc float[1];
        T.ReadParameters(new T(), values);
        return values[0];
    }

    private static string Model(string members, string step = "", string state = "") =>
        $"[Surrogate(Kind.ATan)] public partial class A {{ {members} {state} [State] private float v; {step} public float Step(float input) {Step} }}";
}
