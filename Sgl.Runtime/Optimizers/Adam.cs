using System.Numerics;
using System.Runtime.InteropServices;

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
        Update(parameter, CallingThread);
    }

    private protected override void Update(Parameter parameter, Workers workers)
    {
        ParameterMemory memory = Memory.Of(parameter);
        int count = checked((int)++memory.Steps[0]);
        var all = (
            adam: this, parameter.Value, memory.Moments, parameter.Gradient,
            stepSize: StepSize(count), correction: Correction(count));
        workers.RunBlocks(parameter.Value.Length, Block, all, static (job, start, length) => job.adam.Update(
            job.Value.Span.Slice(start, length),
            job.Moments[0].AsSpan(start, length),
            job.Moments[1].AsSpan(start, length),
            job.Gradient.Span.Slice(start, length),
            new Vector<float>(job.stepSize),
            new Vector<float>(job.correction)));
    }

    // The loop over whole vectors checks no bounds: that took longer than the arithmetic.
    private void Update(
        Span<float> value,
        Span<float> mean,
        Span<float> square,
        ReadOnlySpan<float> gradient,
        Vector<float> stepSize,
        Vector<float> correction)
    {
        int length = value.Length, at = 0;
        Vector<float> beta1 = new(Beta1), rest1 = new(1 - Beta1), beta2 = new(Beta2), rest2 = new(1 - Beta2);
        var epsilon = new Vector<float>(Epsilon);
        for (; at <= length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> m = At(mean, at), v = At(square, at);
            Vector<float> theta = At(value, at) - Step(At(gradient, at), ref m, ref v);
            m.StoreUnsafe(ref MemoryMarshal.GetReference(mean), (nuint)at);
            v.StoreUnsafe(ref MemoryMarshal.GetReference(square), (nuint)at);
            theta.StoreUnsafe(ref MemoryMarshal.GetReference(value), (nuint)at);
        }

        if (at == length) return;
        Vector<float> lastM = Lanes.LoadTail(in mean[at], length - at), lastV = Lanes.LoadTail(in square[at], length - at);
        Vector<float> last = Lanes.LoadTail(in value[at], length - at)
            - Step(Lanes.LoadTail(in gradient[at], length - at), ref lastM, ref lastV);
        Lanes.StoreTail(lastM, ref mean[at], length - at);
        Lanes.StoreTail(lastV, ref square[at], length - at);
        Lanes.StoreTail(last, ref value[at], length - at);

        static Vector<float> At(ReadOnlySpan<float> values, int at) =>
            Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

        Vector<float> Step(Vector<float> g, ref Vector<float> m, ref Vector<float> v)
        {
            m = m * beta1 + g * rest1;
            v = v * beta2 + g * g * rest2;
            return stepSize * m / (Vector.SquareRoot(v) * correction + epsilon);
        }
    }
}
