using Sgl.CodeFixes;
using Xunit;

namespace Sgl.Tests.CodeFixes;

/// <summary>The fixes of expressions, each on what <c>Step</c> computes.</summary>
public class ExpressionFixTests
{
    [Theory]
    [InlineData("(float)({|SGL0012:0.5|} * x)", "(float)(0.5f * x)")]
    [InlineData(
        "MathF.Max((float)({|SGL0012:2.0|} * x), (float)(x - {|SGL0012:.5|}))",
        "MathF.Max((float)(2.0f * x), (float)(x - .5f))")]
    [InlineData("(float)({|SGL0012:1e-3d|} /* small */ + x)", "(float)(1e-3f /* small */ + x)")]
    [InlineData("(float)({|SGL0012:Math.Sin(x) + Math.Cos(x)|})", "(float)(Sin(x) + Cos(x))")]
    [InlineData("(float){|SGL0013:Math.Tanh(-x * x)|}", "Tanh(-x * x)")]
    [InlineData("x + (float){|SGL0013:Math.Sqrt(0.5 * x)|} /* √ */", "x + MathF.Sqrt(0.5f * x) /* √ */")]
    [InlineData("(float){|SGL0013:System.Math.Tanh(Math.Sin(x) + 1d)|}", "Tanh(Sin(x) + 1f)")]
    [InlineData(
        "MathF.Max((float){|SGL0013:Math.Sin(x)|}, (float){|SGL0013:Math.Cos(x)|})",
        "MathF.Max(Sin(x), Cos(x))")]
    public Task A_double_becomes_a_float(string before, string after) =>
        FixTest.Run<ComputeInFloatFix>(Model(before), Model(after));

    [Theory]
    [InlineData("{|SGL0107:x > 1f ? 1f : 0f|}", "Spike(x - 1f)")]
    [InlineData("{|SGL0107:(x * 2f >= y + 2f) ? 1f : 0f|} /* fires */", "Spike(x * 2f - (y + 2f)) /* fires */")]
    [InlineData("x + ({|SGL0107:1f < x ? 1f : 0f|}) + ({|SGL0107:2f <= x ? 1f : 0f|})", "x + (Spike(x - 1f)) + (Spike(x - 2f))")]
    public Task A_threshold_becomes_a_spike(string before, string after) =>
        FixTest.Run<ThresholdToSpikeFix>(Model(before), Model(after));

    [Theory]
    [InlineData("{|SGL0107:x > 1f ? 0f : 1f|}")]
    [InlineData("{|SGL0107:x > 1f ? 2f : 0f|}")]
    public Task Another_choice_stays(string expression) =>
        FixTest.Run<ThresholdToSpikeFix>(Model(expression), Model(expression));

    [Theory]
    [InlineData("(float){|SGL0013:Math.Cbrt(x)|}")]
    [InlineData("{|SGL0013:MathF.Cbrt(x)|}")]
    public Task A_function_that_the_language_lacks_stays(string expression) =>
        FixTest.Run<ComputeInFloatFix>(Model(expression), Model(expression));

    [Fact]
    public Task Without_using_static_the_class_is_named() => FixTest.Run<ThresholdToSpikeFix>(
        Bare("return y + SpikeMath.Spike(x) + ({|SGL0107:x > 1f ? 1f : 0f|});"),
        Bare("return y + SpikeMath.Spike(x) + (SpikeMath.Spike(x - 1f));"));

    [Fact]
    public Task Without_using_System_the_namespace_is_named() => FixTest.Run<ComputeInFloatFix>(
        Bare("return y + SpikeMath.Spike((float){|SGL0013:System.Math.Sqrt(x)|});"),
        Bare("return y + SpikeMath.Spike(System.MathF.Sqrt(x));"));

    [Theory]
    [InlineData("{|SGL0110:MathF.Exp(-x * x)|} /* bell */", "Exp(-x * x) /* bell */")]
    [InlineData("{|SGL0110:System.MathF.Tanh({|SGL0110:MathF.Sin(x)|})|}", "Tanh(Sin(x))")]
    [InlineData("{|SGL0110:MathF.Pow(MathF.Abs(x), 1.5f)|}", "Pow(MathF.Abs(x), 1.5f)")]
    public Task A_function_of_the_system_becomes_one_of_the_kernels(string before, string after) =>
        FixTest.Run<SameBitsFix>(Model(before), Model(after));

    private static string Model(string expression) => FixTest.Usings + Class($"return Spike(x) + y + ({expression});");

    private static string Bare(string statements) => "using Sgl;\n\n" + Class(statements);

    private static string Class(string statements) => $$"""
        [Surrogate(Kind.ATan)]
        partial class A
        {
            float Step(float x, float y) { {{statements}} }
        }
        """;
}
