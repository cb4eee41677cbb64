using ILGPU;

namespace Sgl;

/// <summary>Steps of optimizers on a device, with the bits of the processor's.</summary>
internal sealed class DeviceSteps(KernelLauncher launcher)
{
    /// <summary>A step of gradient descent with momentum, <see cref="Backend.SgdStep"/>.</summary>
    public void Sgd(DeviceParameter parameter, ArrayView<float> m, float learningRate, float momentum)
    {
        var values = Spread.Over(parameter.Value.Length);
        launcher.Run(SgdKernel, values.Threads, new SgdArguments(values, parameter, m, learningRate, momentum));
    }

    /// <summary>A step of Adam, <see cref="Backend.AdamStep"/>.</summary>
    public void Adam(DeviceParameter parameter, ArrayView<float> m, ArrayView<float> v, AdamNumbers numbers)
    {
        var values = Spread.Over(parameter.Value.Length);
        launcher.Run(AdamKernel, values.Threads, new AdamArguments(values, parameter, m, v, numbers));
    }

    /// <summary>Keeps values within the bounds of their parameter, and marks what is not finite, <see cref="Backend.Finish"/>.</summary>
    public void Finish(DeviceParameter parameter)
    {
        var values = Spread.Over(parameter.Value.Length);
        launcher.Run(FinishKernel, values.Threads, new FinishArguments(values, parameter));
    }

    private static void SgdKernel(Index1D thread, SgdArguments arguments)
    {
        (Spread values, DeviceParameter parameter, ArrayView<float> m, float learningRate, float momentum) = arguments;
        for (long at = thread; at < values.Count; at += values.Threads)
        {
            StrictFloat velocity = (StrictFloat)momentum * m[at] + parameter.Gradient[at];
            m[at] = (float)velocity;
            parameter.Store(at, parameter.Value[at] - learningRate * velocity);
        }
    }

    private static void AdamKernel(Index1D thread, AdamArguments arguments)
    {
        (Spread values, DeviceParameter parameter, ArrayView<float> first, ArrayView<float> second, AdamNumbers numbers) = arguments;
        (float beta1, float beta2, float epsilon, float stepSize, float correction) = numbers;
        for (long at = thread; at < values.Count; at += values.Threads)
        {
            StrictFloat g = parameter.Gradient[at];
            StrictFloat m = (StrictFloat)first[at] * beta1 + g * (1f - beta1);
            StrictFloat v = (StrictFloat)second[at] * beta2 + g * g * (1f - beta2);
            first[at] = (float)m;
            second[at] = (float)v;
            StrictFloat change = stepSize * m / (DeviceMath.Sqrt(v) * correction + epsilon);
            parameter.Store(at, parameter.Value[at] - change);
        }
    }

    private static void FinishKernel(Index1D thread, FinishArguments arguments)
    {
        (Spread values, DeviceParameter parameter) = arguments;
        for (long at = thread; at < values.Count; at += values.Threads) parameter.Store(at, parameter.Value[at]);
    }

    internal readonly record struct SgdArguments(
        Spread Values, DeviceParameter Parameter, ArrayView<float> M, float LearningRate, float Momentum);

    internal readonly record struct AdamArguments(
        Spread Values, DeviceParameter Parameter, ArrayView<float> M, ArrayView<float> V, AdamNumbers Numbers);

    internal readonly record struct FinishArguments(Spread Values, DeviceParameter Parameter);
}
