using System.Numerics;

namespace Sgl;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv:1412.6980), in the form of torch.optim.Adam: with the gradient g of step t,
/// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², and θ ← θ − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
/// </summary>
/// <param name="learningRate">η: finite, at least 0.</param>
/// <param name="beta1">β₁: at least 0, below 1.</param>
/// <param name="beta2">β₂: at least 0, below 1.</param>
/// <param name="epsilon">ε: finite, above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
public sealed class Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    : Optimizer(learningRate)
{
    /// <summary>β₁, the decay of the mean gradient.</summary>
    public float Beta1 { get; } = RequireDecay(beta1, nameof(beta1));

    /// <summary>β₂, the decay of the mean squared gradient.</summary>
    public float Beta2 { get; } = RequireDecay(beta2, nameof(beta2));

    /// <summary>ε, which keeps a step finite where the gradient is 0.</summary>
    public float Epsilon { get; } = epsilon > 0 && float.IsFinite(epsilon)
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "'epsilon' must be finite and above 0.");

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> Saved =>
    [
        .. base.Saved,
        new("beta1", new[] { Beta1 }) { IsFixed = true },
        new("beta2", new[] { Beta2 }) { IsFixed = true },
        new("epsilon", new[] { Epsilon }) { IsFixed = true },
    ];

    /// <inheritdoc/>
    internal override OptimizerMemory Memory { get; } = new(moments: 2);

    /// <summary>η/(1 − β₁ᵗ).</summary>
    internal float StepSize(int step) => (float)(LearningRate / (1 - Math.Pow(Beta1, step)));

    /// <summary>1/√(1 − β₂ᵗ).</summary>
    internal float Correction(int step) => (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, step)));

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> SavedOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ParameterMemory memory = Memory.Of(parameter);
        return
        [
            new("m", memory.Moments[0], parameter.Shape), new("v", memory.Moments[1], parameter.Shape), new("steps", memory.Steps),
        ];
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Span<float> value = parameter.Value.Span;
        ParameterMemory memory = Memory.Of(parameter);
        (float[] first, float[] second) = (memory.Moments[0], memory.Moments[1]);
        int count = checked((int)++memory.Steps[0]);
        var stepSize = new Vector<float>(StepSize(count));
        var correction = new Vector<float>(Correction(count));
        var epsilon = new Vector<float>(Epsilon);
        ReadOnlySpan<float> gradient = parameter.Gradient.Span;
        for (int i = 0; i < value.Length; i += Vector<float>.Count)
        {
            Vector<float> g = Load(gradient[i..]);
            Vector<float> m = Load(first.AsSpan(i)) * Beta1 + g * (1 - Beta1);
            Vector<float> v = Load(second.AsSpan(i)) * Beta2 + g * g * (1 - Beta2);
            Vector<float> step = stepSize * m / (Vector.SquareRoot(v) * correction + epsilon);
            Store(m, first.AsSpan(i));
            Store(v, second.AsSpan(i));
            Store(Load(value[i..]) - step, value[i..]);
        }
    }

    private static Vector<float> Load(ReadOnlySpan<float> rest) =>
        rest.Length >= Vector<float>.Count ? new Vector<float>(rest) : Lanes.LoadTail(in rest[0], rest.Length);

    private static void Store(Vector<float> value, Span<float> rest)
    {
        if (rest.Length >= Vector<float>.Count) value.CopyTo(rest);
        else Lanes.StoreTail(value, ref rest[0], rest.Length);
    }
}
