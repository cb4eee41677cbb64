using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>
/// The functions of the model language. A derivative at a kink, where there is none, is that of the side that the
/// row's comment names.
/// </summary>
internal static class FunctionTable
{
    public static readonly Function[] All =
    [
        new("Exp", ["System.MathF.Exp", "Sgl.SpikeMath.Exp"])
        {
            Op = Op.Exp,
            Meaning = x => Math.Exp(x[0]),
            Range = x => Bounds.Rising(x[0], Math.Exp),
            Body = ExpBody.Build(),
            Adjoints = [(b, _, result, d) => b.Binary(Op.Multiply, d, result)],
        },

        new("Log", ["System.MathF.Log", "Sgl.SpikeMath.Log"])
        {
            Op = Op.Log,
            Meaning = x => Math.Log(x[0]),
            Range = x => Bounds.Rising(x[0], Math.Log, begin: 0),
            Body = LogBody.Build(),
            Adjoints = [(b, x, _, d) => b.Binary(Op.Divide, d, x[0])],
            Notation = x => $"ln({x[0]})",
        },
        new("Tanh", ["System.MathF.Tanh", "Sgl.SpikeMath.Tanh"])
        {
            Op = Op.Tanh,
            Meaning = x => Math.Tanh(x[0]),
            Range = x => Bounds.Rising(x[0], Math.Tanh),
            Body = TanhBody.Build(),
            Adjoints =
            [
                (b, _, result, d) => b.Binary(
                    Op.Multiply,
                    d,
                    b.Binary(Op.Subtract, b.Constant(1f), b.Binary(Op.Multiply, result, result))),
            ],
        },
        new("Sigmoid", ["Sgl.SpikeMath.Sigmoid"])
        {
            Op = Op.Sigmoid,
            Meaning = x => 1 / (1 + Math.Exp(-x[0])),
            Range = x => Bounds.Rising(x[0], value => 1 / (1 + Math.Exp(-value))),
            Body = SigmoidBody.Build(),
            Adjoints =
            [
                (b, _, result, d) => b.Binary(
                    Op.Multiply,
                    d,
                    b.Binary(Op.Multiply, result, b.Binary(Op.Subtract, b.Constant(1f), result))),
            ],
            Notation = x => $"σ({x[0]})",
        },
        new("Sin", ["System.MathF.Sin", "Sgl.SpikeMath.Sin"])
        {
            Op = Op.Sin,
            Meaning = x => Math.Sin(x[0]),
            Range = x => Bounds.Wave(x[0]),
            Body = SineBody.BuildSine(),
            Adjoints = [(b, x, _, d) => b.Binary(Op.Multiply, d, b.Unary(Op.Cos, x[0]))],
        },
        new("Cos", ["System.MathF.Cos", "Sgl.SpikeMath.Cos"])
        {
            Op = Op.Cos,
            Meaning = x => Math.Cos(x[0]),
            Range = x => Bounds.Wave(x[0]),
            Body = SineBody.BuildCosine(),
            Adjoints =
            [
                (b, x, _, d) => b.Unary(Op.Negate, b.Binary(Op.Multiply, d, b.Unary(Op.Sin, x[0]))),
            ],
        },

        new("Pow", ["System.MathF.Pow", "Sgl.SpikeMath.Pow"])
        {
            Arity = 2,
            ConstantArgument = 1,
            Op = Op.Pow,
            Meaning = x => Math.Pow(x[0], x[1]),
            Range = x => Bounds.Power(x[0], x[1]),
            Compose = (b, x) => Power(b, x[0], b[x[1]].Value),
            Body = PowBody.Build(),
            Adjoints =
            [
                (b, x, _, d) => b.Binary(
                    Op.Multiply,
                    d,
                    b.Binary(Op.Multiply, x[1], Power(b, x[0], b[x[1]].Value - 1f))),
            ],
            Notation = x => $"({x[0]})^{x[1]}",
        },

        // √0 has the slope ∞.
        new("Sqrt", ["System.MathF.Sqrt"])
        {
            Op = Op.Sqrt,
            Meaning = x => Math.Sqrt(x[0]),
            Range = x => Bounds.Rising(x[0], Math.Sqrt, begin: 0),
            Adjoints =
            [
                (b, _, result, d) => b.Binary(Op.Divide, b.Binary(Op.Multiply, b.Constant(0.5f), d), result),
            ],
            Notation = x => $"√({x[0]})",
        },

        // At 0 the slope is 0.
        new("Abs", ["System.MathF.Abs", "System.Math.Abs", "float.Abs"])
        {
            Op = Op.Abs,
            Meaning = x => Math.Abs(x[0]),
            Range = x => Bounds.Abs(x[0]),
            Adjoints =
            [
                (b, x, _, d) => b.Select(
                    b.Binary(Op.Greater, x[0], b.Constant(0f)),
                    d,
                    b.Select(b.Binary(Op.Less, x[0], b.Constant(0f)), b.Unary(Op.Negate, d), b.Constant(0f))),
            ],
            Notation = x => $"|{x[0]}|",
        },

        // Of equal arguments the first one receives the gradient.
        new("Min", ["System.MathF.Min", "System.Math.Min", "float.Min"])
        {
            Arity = 2,
            Op = Op.Min,
            Meaning = x => Floats.Minimum(x[0], x[1]),
            Range = x => Bounds.Min(x[0], x[1]),
            Adjoints = [Chosen(Op.LessOrEqual), NotChosen(Op.LessOrEqual)],
        },
        new("Max", ["System.MathF.Max", "System.Math.Max", "float.Max"])
        {
            Arity = 2,
            Op = Op.Max,
            Meaning = x => -Floats.Minimum(-x[0], -x[1]),
            Range = x => Bounds.Max(x[0], x[1]),
            Adjoints = [Chosen(Op.GreaterOrEqual), NotChosen(Op.GreaterOrEqual)],
        },

        // At a bound the value still receives the gradient.
        new("Clamp", ["System.Math.Clamp", "float.Clamp", "Sgl.SpikeMath.Clamp"])
        {
            Arity = 3,
            Compose = (b, x) => b.Select(
                b.Binary(Op.Less, x[0], x[1]),
                x[1],
                b.Select(b.Binary(Op.Greater, x[0], x[2]), x[2], x[0])),
        },
        new("FusedMultiplyAdd", ["System.MathF.FusedMultiplyAdd"])
        {
            Arity = 3,
            Op = Op.FusedMultiplyAdd,
            Meaning = x => Floats.FusedMultiplyAdd(x[0], x[1], x[2]),
            Range = x => x[0] * x[1] + x[2],
            Adjoints =
            [
                (b, x, _, d) => b.Binary(Op.Multiply, d, x[1]),
                (b, x, _, d) => b.Binary(Op.Multiply, d, x[0]),
                (_, _, _, d) => d,
            ],
            Notation = x => $"{x[0]}·{x[1]} + {x[2]}",
        },

        Flat("Floor", Op.Floor, Math.Floor),
        Flat("Ceiling", Op.Ceiling, Math.Ceiling),
        Flat("Round", Op.Round, Math.Round),
        Flat("Truncate", Op.Truncate, Math.Truncate),

        // MathF.Sign refuses NaN; in kernels its sign is 0.
        new("Sign", ["System.MathF.Sign", "System.Math.Sign"])
        {
            IsFlat = true,
            Compose = (b, x) => b.Select(
                b.Binary(Op.Greater, x[0], b.Constant(0f)),
                b.Constant(1f),
                b.Select(b.Binary(Op.Less, x[0], b.Constant(0f)), b.Constant(-1f), b.Constant(0f))),
        },
    ];

    /// <summary>What bodies call and the language does not have.</summary>
    private static readonly Function[] Parts =
    [
        new("ShiftedSine", [])
        {
            Arity = 2,
            Op = Op.ShiftedSine,
            Meaning = x => Math.Sin(x[0] + x[1] * (Math.PI / 2)),
            Body = SineBody.BuildShifted(),
        },
    ];

    private static readonly Dictionary<Op, Function> ByOp =
        All.Concat(Parts).Where(function => function.Op is not null).ToDictionary(function => function.Op!.Value);

    /// <summary>The function that an operation is, or null.</summary>
    public static Function? Find(Op op) => ByOp.TryGetValue(op, out Function? function) ? function : null;

    /// <summary>A power with a constant exponent; as <c>SpikeMath.Pow</c> does, the simplest ones without it.</summary>
    private static int Power(GraphBuilder b, int x, float exponent) => exponent switch
    {
        2f => b.Binary(Op.Multiply, x, x),
        1f => x,
        0f => b.Constant(1f),
        -1f => b.Binary(Op.Divide, b.Constant(1f), x),
        _ => b.Call(Op.Pow, x, b.Constant(exponent)),
    };

    /// <summary>A function that rises in steps.</summary>
    private static Function Flat(string name, Op op, Func<double, double> meaning) => new(name, [$"System.MathF.{name}"])
    {
        Op = op,
        IsFlat = true,
        Meaning = x => meaning(x[0]),
        Range = x => Bounds.Rising(x[0], meaning),
    };

    private static OperandAdjoint Chosen(Op isChosen) =>
        (b, x, _, d) => b.Select(b.Binary(isChosen, x[0], x[1]), d, b.Constant(0f));

    private static OperandAdjoint NotChosen(Op isChosen) =>
        (b, x, _, d) => b.Select(b.Binary(isChosen, x[0], x[1]), b.Constant(0f), d);
}
