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
    private readonly Dictionary<Parameter, Moments> _moments = [];

    /// <summary>β₁, the decay of the mean gradient.</summary>
    public float Beta1 { get; } = RequireDecay(beta1, nameof(beta1));

    /// <summary>β₂, the decay of the mean squared gradient.</summary>
    public float Beta2 { get; } = RequireDecay(beta2, nameof(beta2));

    /// <summary>ε, which keeps a step finite where the gradient is 0.</summary>
    public float Epsilon { get; } = epsilon > 0 && float.IsFinite(epsilon)
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "'epsilon' must be finite and above 0.");

    /// <summary>η/(1 − β₁ᵗ).</summary>
    internal float StepSize(int step) => (float)(LearningRate / (1 - Math.Pow(Beta1, step)));

    /// <summary>1/√(1 − β₂ᵗ).</summary>
    internal float Correction(int step) => (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, step)));

    /// <inheritdoc/>
    protected override void Update(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Span<float> value = parameter.Value.Span;
        if (!_moments.TryGetValue(parameter, out Moments? moments))
            _moments.Add(parameter, moments = new Moments(new float[value.Length], new float[value.Length]));
        moments.Steps++;
        var stepSize = new Vector<float>(StepSize(moments.Steps));
        var correction = new Vector<float>(Correction(moments.Steps));
        var epsilon = new Vector<float>(Epsilon);
        ReadOnlySpan<float> gradient = parameter.Gradient.Span;
        for (int i = 0; i < value.Length; i += Vector<float>.Count)
        {
            Vector<float> g = Load(gradient[i..]);
            Vector<float> m = Load(moments.First.AsSpan(i)) * Beta1 + g * (1 - Beta1);
            Vector<float> v = Load(moments.Second.AsSpan(i)) * Beta2 + g * g * (1 - Beta2);
            Vector<float> step = stepSize * m / (Vector.SquareRoot(v) * correction + epsilon);
            Store(m, moments.First.AsSpan(i));
            Store(v, moments.Second.AsSpan(i));
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

    private sealed record Moments(float[] First, float[] Second)
    {
        public int Steps { get; set; }
    }
}
