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

    /// <summary>m and v.</summary>
    protected internal override IReadOnlyList<string> StateNames => ["m", "v"];

    /// <inheritdoc/>
    protected override void Update(Backend ops, ParameterUpdate parameter)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(parameter);
        float stepSize = (float)(LearningRate / (1 - Math.Pow(Beta1, parameter.Step)));
        float correction = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, parameter.Step)));
        ops.AdamStep(parameter, parameter.States[0], parameter.States[1], new AdamNumbers(Beta1, Beta2, Epsilon, stepSize, correction));
    }
}
