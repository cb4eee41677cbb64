using Sgl.Generators.Ir;
using Sgl.Tests.Harness;
using Sgl.Tests.Models;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// Functions that are one operation have the bits of MathF in kernels and graphs, of the special values too: signed
/// zeros, infinities, NaN, denormals, halves and numbers without a fraction.
/// </summary>
public class OperationTests
{
    private static readonly float[] Special =
    [
        .. new[]
        {
            0f, float.Epsilon, 1e-39f, 1.17549435e-38f, 1e-20f, 0.49999997f, 0.5f, 1f, 1.5f, 2.5f, 3.0000002f, 8388607.5f,
            8388609f, 16777216f, 3e20f, float.MaxValue, float.PositiveInfinity,
        }.SelectMany(x => new[] { x, -x }),
        float.NaN,
    ];

    [Fact]
    public void Of_one_argument_they_have_the_bits_of_MathF()
    {
        // MathF.Sign refuses NaN, whose sign in kernels is 0.
        Func<float, float>[] expected =
        [
            MathF.Sqrt, MathF.Abs, MathF.Floor, MathF.Ceiling, MathF.Round, MathF.Truncate,
            x => float.IsNaN(x) ? 0f : MathF.Sign(x),
        ];
        float[][] kernel = New(expected.Length, Special.Length);
        UnaryOperations.Forward(
            1, Special.Length, Special, kernel[0], kernel[1], kernel[2], kernel[3], kernel[4], kernel[5], kernel[6]);
        Compare(
            nameof(UnaryOperations), [.. expected.Select(f => Special.Select(f).ToArray())], kernel, [Special]);
    }

    [Fact]
    public void Of_two_arguments_they_have_the_bits_of_MathF()
    {
        (float X, float Y)[] pairs = [.. Special.SelectMany(x => Special.Select(y => (x, y)))];
        float[] x = [.. pairs.Select(pair => pair.X)], y = [.. pairs.Select(pair => pair.Y)];
        float[][] kernel = New(2, pairs.Length);
        BinaryOperations.Forward(1, pairs.Length, x, y, kernel[0], kernel[1]);
        Compare(
            nameof(BinaryOperations),
            [[.. pairs.Select(pair => MathF.Min(pair.X, pair.Y))], [.. pairs.Select(pair => MathF.Max(pair.X, pair.Y))]],
            kernel,
            [x, y]);
    }

    [Fact]
    public void Of_a_value_and_a_number_they_have_the_bits_of_MathF()
    {
        // Not a literal: .NET 10.0.12 says, before it optimizes, that of −0 and 0 the lesser is 0.
        float zero = 0f;
        Func<float, float>[] expected =
        [
            x => MathF.Min(x, 1.5f), x => MathF.Max(-1e-39f, x), x => MathF.Min(-zero, x), x => MathF.Max(x, zero),
            x => MathF.Min(x, 3e20f), x => MathF.Max(x, float.NaN),
        ];
        float[][] kernel = New(expected.Length, Special.Length);
        LimitOperations.Forward(1, Special.Length, Special, kernel[0], kernel[1], kernel[2], kernel[3], kernel[4], kernel[5]);
        Compare(
            nameof(LimitOperations), [.. expected.Select(f => Special.Select(f).ToArray())], kernel, [Special]);
    }

    [Fact]
    public void Of_three_arguments_they_have_the_bits_of_MathF()
    {
        // Math.Clamp refuses bounds in the wrong order.
        (float X, float Y, float Z)[] triples =
        [
            .. from x in Special from y in Special from z in Special where !(y > z) select (x, y, z),
        ];
        float[][] inputs =
        [
            [.. triples.Select(t => t.X)], [.. triples.Select(t => t.Y)], [.. triples.Select(t => t.Z)],
        ];
        float[][] kernel = New(2, triples.Length);
        TernaryOperations.Forward(1, triples.Length, inputs[0], inputs[1], inputs[2], kernel[0], kernel[1]);
        Compare(
            nameof(TernaryOperations),
            [
                [.. triples.Select(t => Math.Clamp(t.X, t.Y, t.Z))],
                [.. triples.Select(t => MathF.FusedMultiplyAdd(t.X, t.Y, t.Z))],
            ],
            kernel,
            inputs);
        Same.Bits("SpikeMath.Clamp", [kernel[0]], [[.. triples.Select(t => SpikeMath.Clamp(t.X, t.Y, t.Z))]]);
    }

    private static void Compare(string model, float[][] expected, float[][] kernel, float[][] inputs)
    {
        Same.Bits($"{model} in the kernel", expected, kernel);
        Same.Bits($"{model} in the graph", expected, Interpret(TestModel.Of("Operations", model).Compiled.Step, inputs));
    }

    private static float[][] Interpret(Graph step, float[][] inputs)
    {
        var interpreter = new Interpreter(Precision.Single);
        Result[] outputs = [.. step.ResultsOf(ResultKind.Output).OrderBy(output => output.Slot)];
        float[][] values = New(outputs.Length, inputs[0].Length);
        for (int i = 0; i < inputs[0].Length; i++)
        {
            double[] nodes = interpreter.Evaluate(step, leaf => inputs[leaf.Slot][i]);
            for (int k = 0; k < outputs.Length; k++) values[k][i] = (float)nodes[outputs[k].Value];
        }

        return values;
    }

    private static float[][] New(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new float[length])];
}
