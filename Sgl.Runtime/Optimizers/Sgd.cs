using System.Numerics.Tensors;

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

    /// <inheritdoc/>
    internal override OptimizerMemory Memory { get; } = new(moments: 1);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SavedArray> SavedOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return [new("m", Memory.Of(parameter).Moments[0], parameter.Shape)];
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Update(parameter, CallingThread);
    }

    private protected override void Update(Parameter parameter, Workers workers) => workers.RunBlocks(
        parameter.Value.Length, Block, (sgd: this, parameter.Value, parameter.Gradient, Memory.Of(parameter).Moments),
        static (job, start, length) =>
        {
            Span<float> value = job.Value.Span.Slice(start, length);
            Span<float> velocity = job.Moments[0].AsSpan(start, length);
            TensorPrimitives.MultiplyAdd(velocity, job.sgd.Momentum, job.Gradient.Span.Slice(start, length), velocity);
            TensorPrimitives.MultiplyAdd(velocity, -job.sgd.LearningRate, value, value);
        });
}
