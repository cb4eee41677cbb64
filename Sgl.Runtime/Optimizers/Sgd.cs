namespace Sgl;

/// <summary>
/// Gradient descent with momentum, in the form of torch.optim.SGD: m ← μ·m + g, then θ ← θ − η·m, where g is the
/// gradient and m is 0 at first.
/// </summary>
/// <param name="learningRate">η: finite, at least 0.</param>
/// <param name="momentum">μ: at least 0, below 1.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
public sealed class Sgd(float learningRate, float momentum = 0f) : Optimizer(learningRate)
{
    /// <summary>μ, the share of the last step that is kept.</summary>
    public float Momentum { get; } = RequireDecay(momentum, nameof(momentum));

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> Saved =>
        [.. base.Saved, new("momentum", new[] { Momentum }) { IsFixed = true }];

    /// <summary>m.</summary>
    protected internal override IReadOnlyList<string> StateNames => ["m"];

    /// <summary>m; no step depends on how many there were.</summary>
    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> SavedOf(Parameter parameter) => [base.SavedOf(parameter)[0]];

    /// <inheritdoc/>
    protected override void Update(Backend ops, ParameterUpdate parameter)
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(parameter);
        ops.SgdStep(parameter, parameter.States[0], LearningRate, Momentum);
    }
}
