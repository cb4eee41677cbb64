using Sgl.CodeFixes;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.CodeFixes;

/// <summary>A threshold written as an <c>if</c> becomes a spike, and computes the same.</summary>
public class ThresholdIfFixTests
{
    public static TheoryData<string, string> Fixed => new()
    {
        {
            "float s = 0f;\n        if ({|SGL0107:v >= 1f|}) { s = 1f; v -= 1f; }",
            "float s = Spike(v - 1f);\n        if (s > 0f) { v -= 1f; }"
        },
        {
            "float s = 0f;\n        if ({|SGL0107:v >= 1f|}) s = 1f;",
            "float s = Spike(v - 1f);"
        },
        {
            "float s = 0f; // no spike yet\n        // fires\n        if ({|SGL0107:1f <= v|})\n        {\n            v = 0f;\n            s = 1f;\n        }",
            "float s = Spike(v - 1f); // no spike yet\n        // fires\n        if (s > 0f)\n        {\n            v = 0f;\n        }"
        },
        {
            "float s;\n        if ({|SGL0107:v >= 1f|}) { s = 1f; v -= s; } else { s = 0f; }",
            "float s;\n        s = Spike(v - 1f);\n        if (s > 0f) { v -= s; }"
        },
        {
            "float s = 0f;\n        v = 2f * v;\n        if ({|SGL0107:v + 1f >= 2f * v|}) { s = 1f; v -= 1f; }",
            "float s = 0f;\n        v = 2f * v;\n        s = Spike(v + 1f - 2f * v);\n        if (s > 0f) { v -= 1f; }"
        },
    };

    [Theory]
    [MemberData(nameof(Fixed))]
    public async Task It_becomes_a_spike_with_the_same_values(string before, string after)
    {
        await FixTest.Run<ThresholdIfToSpikeFix>(Model("A", before), Model("A", after));
        string plain = System.Text.RegularExpressions.Regex.Replace(before, @"\{\|\w+:(.*?)\|\}", "$1");
        TestModel[] models = TestModel.FromText(
            Model("A", plain) + Model("B", after)[FixTest.Usings.Length..], "A", "B");
        Trial trial = Trial.Random(models[0], 20, 33, 1);
        Assert.Equal(models[0].Kernels.Forward(trial).Run.Outputs, models[1].Kernels.Forward(trial).Run.Outputs);
    }

    [Theory]
    [InlineData("float s = 0.5f; if ({|SGL0107:v >= 1f|}) { s = 1f; v -= 1f; }")]
    [InlineData("float s = 0f; if ({|SGL0107:v >= 1f|}) { v -= s; s = 1f; }")]
    [InlineData("float s = 0f; if ({|SGL0107:v >= 1f|}) { s = 2f; v -= 1f; }")]
    [InlineData("float s; if ({|SGL0107:v >= 1f|}) { s = 1f; v -= 1f; } else { s = 0f; v = 0f; }")]
    public Task Another_choice_stays(string statements) =>
        FixTest.Run<ThresholdIfToSpikeFix>(Model("A", statements), Model("A", statements));

    private static string Model(string name, string statements) => FixTest.Usings + $$"""
        [Surrogate(Kind.ATan)]
        partial class {{name}}
        {
            [State] private float v;

            public float Step(float x)
            {
                v += x + Spike(x);
                {{statements.Replace("\n        ", "\n        ", StringComparison.Ordinal)}}
                return s;
            }
        }

        """;
}
