namespace Sgl.Tests.Backends;

/// <summary>
/// An optimizer of a user's own: Lion (Chen et al. 2023, arXiv:2302.06675), θ ← θ − η·sign(β₁·m + (1 − β₁)·g), then
/// m ← β₂·m + (1 − β₂)·g.
/// </summary>
internal sealed class Lion(float learningRate, float beta1 = 0.9f, float beta2 = 0.99f) : Optimizer(learningRate)
{
    protected internal override IReadOnlyList<string> StateNames => ["m"];

    protected override void Update(Backend ops, ParameterUpdate parameter)
    {
        View<float> m = parameter.States[0], direction = ops.Scratch(m.Length);
        ops.Multiply(m, beta1, direction);
        ops.AddScaled(parameter.Gradient, 1 - beta1, direction);
        ops.Sign(direction, direction);
        ops.AddScaled(direction, -LearningRate, parameter.Value);
        ops.Multiply(m, beta2, m);
        ops.AddScaled(parameter.Gradient, 1 - beta2, m);
    }
}
