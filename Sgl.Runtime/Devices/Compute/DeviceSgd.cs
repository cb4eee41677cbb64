using ILGPU;

namespace Sgl;

/// <summary><see cref="Sgd"/> on a device.</summary>
internal sealed class DeviceSgd(Sgd sgd, KernelLauncher launcher) : DeviceOptimizer
{
    public override int Moments => 1;

    protected override void UpdateCore(DeviceParameter parameter, int step)
    {
        var values = Spread.Over(parameter.Value.Length);
        launcher.Run(Kernel, values.Threads, new Arguments(values, parameter, sgd.LearningRate, sgd.Momentum));
    }

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread values, DeviceParameter parameter, float learningRate, float momentum) = arguments;
        for (long at = thread; at < values.Count; at += values.Threads)
        {
            StrictFloat velocity = (StrictFloat)momentum * parameter.Moments[at] + parameter.Gradient[at];
            parameter.Moments[at] = (float)velocity;
            parameter.Store(at, parameter.Value[at] - learningRate * velocity);
        }
    }

    internal readonly record struct Arguments(
        Spread Values, DeviceParameter Parameter, float LearningRate, float Momentum);
}
