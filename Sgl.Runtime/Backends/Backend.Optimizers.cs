namespace Sgl;

/// <content>Steps of optimizers.</content>
public abstract partial class Backend
{
    /// <summary>
    /// A step of gradient descent with momentum: m ← μ·m + g, then θ ← θ − η·m, where g is the gradient.
    /// </summary>
    /// <param name="parameter">θ and g.</param>
    /// <param name="m">m; read and written.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public virtual void SgdStep(ParameterUpdate parameter, View<float> m, float learningRate, float momentum)
    {
        RequireStep(parameter, m);
        Multiply(m, momentum, m);
        Add(m, parameter.Gradient, m);
        AddScaled(m, -learningRate, parameter.Value);
    }

    /// <summary>
    /// A step of Adam: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², and θ ← θ − s·m / (√v·c + ε), where g is the gradient.
    /// </summary>
    /// <param name="parameter">θ and g.</param>
    /// <param name="m">m; read and written.</param>
    /// <param name="v">v; read and written.</param>
    /// <param name="numbers">The numbers of this step.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public virtual void AdamStep(ParameterUpdate parameter, View<float> m, View<float> v, in AdamNumbers numbers)
    {
        RequireStep(parameter, m);
        RequireStep(parameter, v);
        View<float> gradient = parameter.Gradient;
        using Lease lease = Lend();
        View<float> square = Scratch(gradient.Length), change = Scratch(gradient.Length);
        Multiply(m, numbers.Beta1, m);
        AddScaled(gradient, 1 - numbers.Beta1, m);
        Multiply(v, numbers.Beta2, v);
        Multiply(gradient, gradient, square);
        AddScaled(square, 1 - numbers.Beta2, v);
        Sqrt(v, square);
        Multiply(square, numbers.Correction, square);
        Add(square, numbers.Epsilon, square);
        Multiply(m, numbers.StepSize, change);
        Divide(change, square, change);
        Subtract(parameter.Value, change, parameter.Value);
    }

    /// <summary>Keeps new values within the parameter's bounds, and looks for one that is no number.</summary>
    internal virtual void Finish(ParameterUpdate parameter)
    {
        if (float.IsNegativeInfinity(parameter.Min) && float.IsPositiveInfinity(parameter.Max)) return;
        Clamp(parameter.Value, parameter.Min, parameter.Max, parameter.Value);
    }

    private protected static void RequireStep(ParameterUpdate parameter, View<float> state)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Lanes.RequireLength(state.Length, parameter.Value.Length, nameof(state));
    }
}

/// <summary>The numbers of a step of Adam.</summary>
/// <param name="Beta1">β₁, the decay of the mean gradient.</param>
/// <param name="Beta2">β₂, the decay of the mean squared gradient.</param>
/// <param name="Epsilon">ε, which keeps a step finite where the gradient is 0.</param>
/// <param name="StepSize">s: η/(1 − β₁ᵗ) at step t.</param>
/// <param name="Correction">c: 1/√(1 − β₂ᵗ) at step t.</param>
public readonly record struct AdamNumbers(float Beta1, float Beta2, float Epsilon, float StepSize, float Correction);
