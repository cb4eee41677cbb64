using ILGPU;

namespace Sgl;

/// <summary><see cref="Adam"/> on a device.</summary>
internal sealed class DeviceAdam(Adam adam, KernelLauncher launcher) : DeviceOptimizer
{
    public override int Moments => 2;

    protected override void UpdateCore(DeviceParameter parameter, int step)
    {
        var values = Spread.Over(parameter.Value.Length);
        launcher.Run(Kernel, values.Threads, new Arguments(
            values, parameter, adam.Beta1, adam.Beta2, adam.Epsilon, adam.StepSize(step), adam.Correction(step)));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread values, DeviceParameter parameter, float beta1, float beta2, float epsilon, float stepSize,
            float correction) = arguments;
        ArrayView<float> first = parameter.Moments;
        ArrayView<float> second = parameter.Moments.SubView(values.Count);
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

    internal readonly record struct Arguments(
        Spread Values,
        DeviceParameter Parameter,
        float Beta1,
        float Beta2,
        float Epsilon,
        float StepSize,
        float Correction);
}
