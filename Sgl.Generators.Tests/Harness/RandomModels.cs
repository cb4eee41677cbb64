using System.Text.RegularExpressions;
using CsCheck;
using Sgl.Generators.Surrogates;

namespace Sgl.Tests.Harness;

/// <summary>
/// Random models in the language of Step. Values stay moderate, so that differences of gradients are faults and not
/// overflow: divisors are above 1, exponents are negative, logarithms are of what is above 1, and states decay.
/// </summary>
internal static class RandomModels
{
    /// <summary>Methods of another class, which the models call and the compiler writes out.</summary>
    private const string Helpers = """
        static class Helpers
        {
            public static readonly float Rate = 0.25f;
            private const int Count = 2;

            public static float Blend(float x, float y, float share = 0.5f) => share * x + (1f - share) * y;

            public static float Relax(float x, float y, int steps)
            {
                float v = x;
                for (int i = 0; i < steps; i++)
                {
                    if (i % Count == 0) v += Rate * (y - v);
                    else v = Blend(v, y * i);
                }

                return v;
            }

            public static (float, float) Turn(float x, float y, float angle)
            {
                float c = Cos(angle), s = Sin(angle);
                return (0.9f * (c * x - s * y), 0.9f * (s * x + c * y));
            }
        }

        """;

    private static readonly string[] Kinds = [.. SurrogateTable.Rows.Select(row => row.Kind)];
    private static readonly string[] Leaves = ["x", "y", "v", "w", "P", "Q", "R", "a", "b", "0.3f", "-1f", "Helpers.Rate"];
    private static readonly string[] Operators = ["<", "<=", ">", ">=", "==", "!="];
    private static readonly string[] Smooth = ["Tanh", "Sigmoid", "Sin", "Cos", "MathF.Abs"];
    private static readonly string[] Flat = ["MathF.Floor", "MathF.Ceiling", "MathF.Round", "MathF.Truncate"];

    /// <summary>The text of a class, but for its name.</summary>
    public static readonly Gen<string> Body =
        from surrogate in Gen.OneOf(
            from kind in Gen.OneOf(Kinds) select $"Kind.{kind}",
            from kind in Gen.OneOf("Sigmoid", "ATan", "FastSigmoid") from alpha in Gen.OneOf("0.5f", "1f", "5f")
            select $"Kind.{kind}, Alpha = {alpha}",
            from kind in Gen.OneOf("Sigmoid", "ATan") select $"Kind.{kind}, AlphaParameter = \"P\"",
            Gen.Const("Kind.FastSigmoid, AlphaParameter = \"Q\", Normalize = Normalize.Area"))
        from first in Expression(2).Select(OfMembers)
        from second in Expression(2).Select(OfMembers)
        from statements in Statement(2).Array[1, 5]
        from argument in Expression(2)
        from analog in Expression(2)
        from tape in Gen.OneOf("Auto", "Save", "Recompute")
        from fast in Gen.Int[0, 9].Select(i => i == 0 ? ", FastMath = true" : "")
        select $$"""
            public class NAMEBase
            {
                [State] protected float v = -0.1f;

                protected float Sink(float a) => v = 0.5f * v + 0.25f * a;
            }

            [Surrogate({{surrogate}}, Tape = Tape.{{tape}}{{fast}})]
            public partial class NAME : NAMEBase
            {
                [Parameter(Learnable = true)] public float P = 0.7f;
                [Parameter(Learnable = true, PerNeuron = true)] public float Q = 0.4f;
                [Parameter] public float R = 1.3f;
                [State] private new float v;
                [State] private float w = 0.2f;

                public (float spike, float analog) Step(float x, float y)
                {
                    float a = {{first}}, b = {{second}};
                    {{string.Join("\n        ", statements)}}
                    return (Spike({{argument}}), {{analog}});
                }

                private float Push(float a) { v = 0.5f * v + 0.25f * a; return v; }

                private bool Over(float a) { w = 0.5f * w + 0.125f; return a > w; }

                private static float Pull(ref float to, float a) { to = 0.5f * to + 0.25f * a; return 0.5f * to; }
            }

            """;

    /// <summary>Compiles several bodies at once.</summary>
    public static TestModel[] Compile(BuildProperties properties, IReadOnlyList<string> bodies) => TestModel.FromText(
        properties,
        Helpers + string.Concat(bodies.Select((body, i) => body.Replace("NAME", "M" + i, StringComparison.Ordinal))),
        [.. bodies.Select((_, i) => "M" + i)]);

    /// <summary>The source of one model, as a file of its own.</summary>
    public static string Source(string body) => Helpers + body.Replace("NAME", "M0", StringComparison.Ordinal);

    /// <summary>The expression without the locals, which are not declared yet.</summary>
    private static string OfMembers(string expression) => Regex.Replace(expression, @"\b[ab]\b", "x");

    private static Gen<string> Expression(int depth)
    {
        Gen<string> leaf = Gen.OneOf(Leaves);
        if (depth == 0) return leaf;
        Gen<string> inner = Expression(depth - 1), pure = inner.Select(Pure);
        return Gen.OneOf(
            leaf,
            from l in inner from r in inner select $"({l} + {r})",
            from l in inner from r in inner select $"({l} - {r})",
            from l in inner from r in inner select $"({l} * {r})",
            from l in inner from r in pure select $"({l} / (1f + {r} * {r}))",
            from e in inner select $"-({e})",
            Function(inner, pure),
            from c in Condition(depth - 1) from l in inner from r in inner select $"({c} ? {l} : {r})");
    }

    private static Gen<string> Function(Gen<string> inner, Gen<string> pure) => Gen.OneOf(
        from e in pure select $"Exp(-({e} * {e}))",
        from e in inner select $"Spike({e})",
        from k in Gen.OneOf(Kinds) from e in inner select $"Spike({e}, Kind.{k})",
        from e in inner select $"Sign({e}, Kind.ATan, Q)",
        from e in inner select $"Detach({e})",
        from f in Gen.OneOf(Smooth) from e in inner select $"{f}({e})",
        from f in Gen.OneOf(Flat) from e in inner select $"{f}({e})",
        from e in pure select $"Log(1f + {e} * {e})",
        from e in pure select $"MathF.Sqrt(1f + {e} * {e})",
        Guarded(pure),
        from p in Gen.OneOf("2f", "-0.5f", "1.5f", "-3f") from e in pure select $"Pow(1f + {e} * {e}, {p})",
        from f in Gen.OneOf("MathF.Min", "MathF.Max") from l in inner from r in inner select $"{f}({l}, {r})",
        from e in inner select $"Clamp({e}, -0.5f, R)",
        from l in inner from r in inner select $"Helpers.Blend({l}, {r})",
        from n in Gen.Int[1, 3] from l in inner from r in inner select $"Helpers.Relax({l}, {r}, {n})",
        from e in inner select $"Push({e})",
        from e in inner select $"Sink({e})",
        from e in inner select $"base.v * {e}",
        from to in Gen.OneOf("v", "w", "base.v") from e in inner select $"Pull(ref {to}, {e})",
        from e in inner select $"(w = 0.5f * {e})");

    /// <summary>What is not defined, or too large, where another branch is taken.</summary>
    private static Gen<string> Guarded(Gen<string> inner) => Gen.OneOf(
        from f in Gen.OneOf("Log", "MathF.Sqrt") from e in inner from r in inner select $"({e} > 0.1f ? {f}({e}) : {r})",
        from e in inner from r in inner select $"(MathF.Abs({e}) > 0.1f ? {r} / {e} : {r})",
        from e in inner select $"({e} == 0f ? 1f : Sin({e}) / {e})",
        from e in inner from r in inner select $"({e} < 3f ? Exp({e}) : {r})",
        from e in inner from r in inner select $"({e} <= 0.2f ? {r} : Pow({e}, -1.5f))",
        from e in inner select $"MathF.Max(Log({e} * {e}), -3f)");

    /// <summary>The expression without what changes a variable, for one that is written twice and must have one value.</summary>
    private static string Pure(string expression) => Regex.Replace(
        expression.Replace("Over(", "0f < (", StringComparison.Ordinal).Replace("(w = ", "(", StringComparison.Ordinal),
        @"Push\(|Sink\(|Pull\(ref [\w.]+, ",
        "Tanh(");

    private static Gen<string> Condition(int depth)
    {
        Gen<string> inner = Expression(depth);
        Gen<string> comparison =
            from l in inner from o in Gen.OneOf(Operators) from r in inner select $"{l} {o} {r}";
        return Gen.OneOf(
            comparison,
            from c in comparison select $"!({c})",
            from l in comparison from r in comparison select $"({l} && {r})",
            from l in comparison from r in comparison select $"({l} || {r})",
            from c in comparison from e in inner from isOr in Gen.Bool select $"({c} {(isOr ? "||" : "&&")} Over({e}))",
            from e in inner from c in comparison select $"(Over({e}) ? {c} : Push({e}) > 0f)");
    }

    private static Gen<string> Statement(int depth)
    {
        Gen<string> assignment = Gen.OneOf(
            from e in Expression(2) select $"v = 0.5f * v + 0.3f * {e};",
            from e in Expression(2) select $"w = P * w / (1f + P * P) + 0.2f * {e};",
            from e in Expression(2) select $"a = {e};",
            from e in Expression(2) select $"b += 0.5f * {e};",
            from e in Expression(1) select $"v -= Spike({e}) * 0.5f * v;",
            from e in Expression(1) select $"(v, w) = Helpers.Turn(v, w, {e});",
            from e in Expression(1) from f in Expression(1) select $"(a, b) = (0.5f * b + {e}, a - 0.5f * {f});",
            from s in Gen.OneOf("v", "w", "a", "base.v") from e in Expression(1)
            select $"{{ ref float r = ref {s}; ref readonly float c = ref r; r = 0.5f * r + 0.3f * {e}; b = 0.5f * c; }}",
            from e in Expression(1) select $"v *= Exp(-(R * R) / (1f + Q * Q)) * {e} / (1f + v * v);");
        if (depth == 0) return assignment;
        Gen<string> inner = Statement(depth - 1);
        return Gen.OneOf(
            assignment,
            from c in Condition(1) from s in inner select $"if ({c}) {{ {s} }}",
            from c in Condition(1) from s in inner from t in inner select $"if ({c}) {s} else {t}",
            from n in Gen.Int[1, 3] from s in inner
            select $"for (int i{depth} = 0; i{depth} < {n}; i{depth}++) {{ if (i{depth} == 1) b = 0.5f * b + i{depth}; {s} }}");
    }
}
