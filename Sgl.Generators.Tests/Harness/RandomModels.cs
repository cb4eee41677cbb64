using System.Text.RegularExpressions;
using CsCheck;

namespace Sgl.Tests.Harness;

/// <summary>
/// Random models in the language of Step. Values stay moderate, so that differences of gradients are faults and not
/// overflow: divisors are above 1, exponents are negative, and states decay.
/// </summary>
internal static class RandomModels
{
    private static readonly string[] Kinds = ["None", "Sigmoid", "ATan", "FastSigmoid"];
    private static readonly string[] Leaves = ["x", "y", "v", "w", "P", "Q", "R", "a", "b", "0.3f", "-1f"];
    private static readonly string[] Operators = ["<", "<=", ">", ">=", "==", "!="];

    /// <summary>The text of a class, but for its name.</summary>
    public static readonly Gen<string> Body =
        from kind in Gen.OneOf(Kinds)
        from alpha in Gen.OneOf("0.5f", "1f", "2f", "5f")
        from first in Expression(2).Select(OfMembers)
        from second in Expression(2).Select(OfMembers)
        from statements in Statement(2).Array[1, 5]
        from argument in Expression(2)
        from analog in Expression(2)
        select $$"""
            [Surrogate(Kind.{{kind}}, Alpha = {{alpha}})]
            public partial class NAME
            {
                [Parameter(Learnable = true)] public float P = 0.7f;
                [Parameter(Learnable = true, PerNeuron = true)] public float Q = 0.4f;
                [Parameter] public float R = 1.3f;
                [State] private float v;
                [State] private float w = 0.2f;

                public (float spike, float analog) Step(float x, float y)
                {
                    float a = {{first}}, b = {{second}};
                    {{string.Join("\n        ", statements)}}
                    return (Spike({{argument}}), {{analog}});
                }
            }

            """;

    /// <summary>Compiles several bodies at once.</summary>
    public static TestModel[] Compile(IReadOnlyList<string> bodies) => TestModel.FromText(
        string.Concat(bodies.Select((body, i) => body.Replace("NAME", "M" + i, StringComparison.Ordinal))),
        [.. bodies.Select((_, i) => "M" + i)]);

    /// <summary>The expression without the locals, which are not declared yet.</summary>
    private static string OfMembers(string expression) => Regex.Replace(expression, @"\b[ab]\b", "x");

    private static Gen<string> Expression(int depth)
    {
        Gen<string> leaf = Gen.OneOf(Leaves);
        if (depth == 0) return leaf;
        Gen<string> inner = Expression(depth - 1);
        return Gen.OneOf(
            leaf,
            from l in inner from r in inner select $"({l} + {r})",
            from l in inner from r in inner select $"({l} - {r})",
            from l in inner from r in inner select $"({l} * {r})",
            from l in inner from r in inner select $"({l} / (1f + {r} * {r}))",
            from e in inner select $"-({e})",
            from e in inner select $"Exp(-({e} * {e}))",
            from e in inner select $"Spike({e})",
            from e in inner select $"Detach({e})",
            from c in Condition(depth - 1) from l in inner from r in inner select $"({c} ? {l} : {r})");
    }

    private static Gen<string> Condition(int depth)
    {
        Gen<string> inner = Expression(depth);
        Gen<string> comparison =
            from l in inner from o in Gen.OneOf(Operators) from r in inner select $"{l} {o} {r}";
        return Gen.OneOf(
            comparison,
            from c in comparison select $"!({c})",
            from l in comparison from r in comparison select $"({l} && {r})",
            from l in comparison from r in comparison select $"({l} || {r})");
    }

    private static Gen<string> Statement(int depth)
    {
        Gen<string> assignment = Gen.OneOf(
            from e in Expression(2) select $"v = 0.5f * v + 0.3f * {e};",
            from e in Expression(2) select $"w = P * w / (1f + P * P) + 0.2f * {e};",
            from e in Expression(2) select $"a = {e};",
            from e in Expression(2) select $"b += 0.5f * {e};",
            from e in Expression(1) select $"v -= Spike({e}) * 0.5f * v;",
            from e in Expression(1) select $"v *= Exp(-(R * R) / (1f + Q * Q)) * {e} / (1f + v * v);");
        if (depth == 0) return assignment;
        Gen<string> inner = Statement(depth - 1);
        return Gen.OneOf(
            assignment,
            from c in Condition(1) from s in inner select $"if ({c}) {{ {s} }}",
            from c in Condition(1) from s in inner from t in inner select $"if ({c}) {s} else {t}");
    }
}
