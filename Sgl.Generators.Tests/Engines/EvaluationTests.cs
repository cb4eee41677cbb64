using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// Kernels evaluate as C# does: only the arm that is taken, in the order of the text, each variable by its own name.
/// The oracle is plain <c>Step</c>.
/// </summary>
public class EvaluationTests
{
    private const string Members = """
        private float Charge(float a) { v += a; return v; }
        private float Leak() { w = 0.5f * w + 0.1f; return w; }
        private bool Fires(float a) { v -= 0.25f; return a > v; }
        private float Either(float a) => a > w ? Charge(a) : Leak();
        private float Deep(float a) => Fires(a) && Either(a) > 0f ? Either(-a) : a;
        private float Fire() { float s = Spike(v - 1f); v -= Detach(s); return s; }
        private (float, float) Both(float a) { w += a; return (v, Charge(a)); }
        private static float Weigh(float a, float b, float c = 2f) => a + 2f * b + 3f * c;
        private static float Add(ref float to, float a) { to += a; return 0.5f * to; }
        private static float Split(float a, out float whole, out float rest) { whole = MathF.Floor(a); rest = a - whole; return a; }
        private static float Seen(in float a, ref float b) { b += 1f; return a; }
        """;

    /// <summary>A name, and the body of Step, after which the states are compared as well.</summary>
    private static readonly (string Name, string Body)[] Bodies =
    [
        ("Choice", "float y = x > 0f ? Charge(x) : 0f; return Spike(y);"),
        ("ChoiceElse", "float y = x > 0f ? 0f : Charge(x); return y + w;"),
        ("ChoiceBoth", "float y = x > 0f ? Charge(x) : Leak(); return y + v * w;"),
        ("ChoiceNested", "return x > 0f ? (v > 0.2f ? Charge(x) : Leak()) : (w > 0f ? Either(x) : Charge(0.1f));"),
        ("ChoiceInArgument", "return Weigh(x > 0f ? Charge(x) : v, v, x < 0.5f ? Leak() : w);"),
        ("ChoiceInCondition", "return (x > 0f ? Fires(x) : v > w) ? Charge(x) : Leak();"),
        ("ChoiceOfBools", "bool b = x > 0f ? Fires(x) : Fires(-x) && Fires(w); return b ? v : w;"),
        ("And", "bool b = x > 0f && Charge(x) > 0.5f; return b ? v : w;"),
        ("AndAnd", "bool b = x > 0f && Fires(x) && Charge(x) > 0.5f && Leak() > 0.1f; return b ? v : w;"),
        ("AndOfChain", "bool b = x > 0f && (Fires(x) && Charge(x) > 0.5f) && Leak() > 0.1f; return b ? v : w;"),
        ("Or", "bool b = x > 0f || Charge(x) > 0.5f; return b ? v : w;"),
        ("OrOr", "bool b = x > 0.5f || Fires(x) || Charge(x) > 0.5f || Leak() > 0.1f; return b ? v : w;"),
        ("AndOr", "bool b = x > 0f && Fires(x) || v > 0f && Charge(x) > 0.5f; return b ? v : w;"),
        ("NotShort", "bool b = x > 0f & Fires(x) | v > 0f & Charge(x) > 0.5f; b &= Fires(w); b |= Fires(x); return b ? v : w;"),
        ("IfOfAnd", "if (x > 0f && Charge(x) > 0.3f) w += 1f; else v *= 0.5f; return v + w;"),
        ("Negated", "return !(x > 0f && Fires(x)) ? v : Charge(x);"),
        ("HelpersOfHelpers", "return Deep(x) + Deep(0.5f * x);"),
        ("Refractory", "v = 0.9f * v + x; float s = w > 0f ? 0f : Fire(); w = s > 0f ? 2f : w - 1f; return s;"),
        ("AssignInArm", "return x > 0f ? (v = 3f * x) : x + v;"),
        ("CompoundInArm", "float y = x > 0f ? v += x : w -= x; return y;"),
        ("IncrementInArm", "float y = x > 0f ? v++ : --w; return y + v + w;"),
        ("IncrementInCondition", "return v++ > 0.5f && --w < x ? v : w * v--;"),
        ("CompoundInCondition", "if ((v += x) > 0.5f || (w -= 0.1f) < -0.3f) v = 0f; return v + w;"),
        ("Increments", "v++; ++v; w--; --w; float a = x++; a--; return a * x + v * w;"),
        ("Chained", "float a, b; a = b = v = x + w; w = a += b *= 2f; return a + b;"),
        ("OrderOfOperands", "return v + Charge(x) * v - Charge(0.5f) / (2f + v * v);"),
        ("OrderOfComparison", "return v < Charge(x) ? v : w;"),
        ("OrderOfCompound", "v += Charge(x); v *= 0.25f * Charge(x); w -= v++ + v; return v;"),
        ("OrderOfArguments", "return Weigh(v, Charge(x), v) + MathF.Max(v, Charge(x)) + Math.Clamp(v, -1f, 1f + MathF.Abs(Charge(x)));"),
        ("NamedArguments", "return Weigh(c: Charge(x), a: v, b: Charge(-0.5f * x)) + MathF.FusedMultiplyAdd(z: Charge(x), x: v, y: 0.5f);"),
        ("NamedMax", "return MathF.Max(y: Charge(x), x: v);"),
        ("DefaultArguments", "return Weigh(b: Charge(x), a: v) + Weigh(v, w);"),
        ("TupleOrder", "(v, w) = (w, Charge(x)); (w, v) = (v, w); (v, v) = (x, v + 1f); return v;"),
        ("TupleOfHelper", "(w, float b) = Both(x); var (c, _) = Both(b); return c + b;"),
        ("TupleResult", "Both(x); _ = Both(0.5f); _ = Charge(x); return v;"),
        ("Discarded", "Charge(x); Leak(); Charge(v); return v + w;"),
        ("SpikeArguments", "return Spike(alpha: 3f, kind: Kind.Sigmoid, x: Charge(x)) + Detach(Charge(0.1f)) * v;"),
        ("SideEffectInLoop", "for (int i = 0; i < 3; i++) if (x > v && Fires(x * i)) w += i == 1 ? Charge(x) : v--; return v + w;"),
        ("IntsInArms", "int n = 1; if (x > 0f) { n = 2; v += n; } else { n = 2; v -= n; } return v * n;"),
        ("IntOperators", "int n = (5 & 3 | 8) ^ 2; n <<= 1; n >>= 2; n %= 4; return v * n + (~n & 7) + (n > 1 && n < 9 ? n : -n) * x;"),
        ("IntLoops", "for (int i = 0; i < 8 && i != 5; i++) if ((i & 1) == 0 || i == 3) v += i * x; return v;"),
        ("IntDivision", "int n = 7; return n / 2 * v + (float)(n / 2) / 2 + n / 2f * x + (n - 9) / -1;"),
        ("IntArguments", "return Times(x, 3) + Times(v, Half); } private const int Half = 5 / 2; private static float Times(float a, int n) { n += 1; n *= 2; return a * n;"),
        ("LocalConstants", "const double Tau = 20.0; const int N = 4; const float Decay = (float)(1.0 - 1.0 / Tau); const long L = 3L; v = Decay * v + x / N + (float)L; return v;"),
        ("Chars", "const char C = 'a'; return v * ('b' - C) + (float)C / 97 * x;"),
        ("RefLocal", "ref float u = ref v; u = 0.9f * u + x; v += 0.5f; float y = u; ref float t = ref u; t *= 0.5f; return y + v;"),
        ("RefReadonly", "ref readonly float m = ref v; v = 0.9f * v + x; float s = Spike(m - 1f); v -= Detach(s); return s;"),
        ("RefOfLocal", "float a = x; ref float b = ref a; b += v; a *= 2f; v = b; return a;"),
        ("RefOfArgument", "ref float b = ref x; b += v; v = x; return Spike(b);"),
        ("RefOfParameter", "ref readonly float p = ref P; v = p * v + x; return v;"),
        ("RefInArm", "ref float u = ref (v); if (x > 0f) { ref float z = ref w; z += x; u -= z; } else { ref float z = ref u; z *= 0.5f; } return u + w;"),
        ("RefArgument", "float a = Add(ref v, x) + v; a += Add(ref w, a); return Add(ref a, v) + a + (x > 0f ? Add(ref v, 1f) : Add(ref w, 1f));"),
        ("RefOfRef", "return Twice(ref v, x) + v; } private float Twice(ref float to, float a) { ref float same = ref to; same += 1f; return Add(ref to, a) + Add(ref same, to);"),
        ("OutArgument", "float y = Split(x, out float a, out v); Split(v, out _, out w); Split(y, out var b, out float c); return a + b * c + w;"),
        ("InArgument", "return Seen(in v, ref v) + Seen(v, ref v) + Seen(v + 0f, ref v) + Seen(1f, ref w);"),
        ("RefInt", "int n = 2; ref int m = ref n; m += 3; for (int i = 0; i < n; i++) v += x; return v;"),
        ("Scoped", "scoped ref float u = ref v; u += x; return v;"),
        ("This", "this.v += x; return this.v + this.Charge(0.5f) * (this).w;"),
        ("Nested", "{ float a = x; { a += v; v = a; } } { float a = w; w = a + x; } return v + w;"),
        ("Checked", "checked { v = v * 3f + x; int n = 3; n *= 5; w += n; } return unchecked(v + w);"),
        ("Suppressed", "float a = x!; return a! + (float)(v);"),
        ("LongSum", $"return {string.Join(" + ", Enumerable.Range(0, 300).Select(i => i % 7 == 3 ? "Charge(0.01f)" : $"{i % 5}f * v"))};"),
        ("LongAnd", $"return {string.Join(" && ", Enumerable.Range(0, 40).Select(i => i % 7 == 3 ? "Fires(x)" : $"v > -{i}f"))} ? v : w;"),
    ];

    private static readonly Lazy<Func<string, TestModel>> Models = new(() => TestModel.Loader(
        BuildProperties.AllTargets,
        [.. Bodies.Select(body => $$"""
            namespace {{body.Name}}Test;
            [Surrogate(Kind.ATan)]
            public partial class {{body.Name}}
            {
                [Parameter(Learnable = true)] public float P = 0.7f;
                [State] private float v = 0.1f;
                [State] private float w;
                public float Step(float x) { {{body.Body}} }
            {{Members}}
            }
            """)]));

    public static TheoryData<string> Names => [.. Bodies.Select(body => body.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_is_its_Step(string name)
    {
        TestModel model = Models.Value($"{name}Test.{name}");
        foreach (Trial trial in new[] { Trial.Random(model, 7, 37, 1), Trial.Random(model, 9, 19, 2, extremes: true) })
        {
            EngineTests.CompareForward(model, trial);
            EngineTests.CompareWithGraphs(model, trial);
        }

        TargetTests.CompareTargets(model, Trial.Random(model, 5, 21, 3));
    }
}
