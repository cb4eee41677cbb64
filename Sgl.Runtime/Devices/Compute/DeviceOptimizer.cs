namespace Sgl;

/// <summary>An <see cref="Optimizer"/> on a device, with the bits of the processor's.</summary>
internal abstract class DeviceOptimizer
{
    /// <summary>The same optimizer on a device; its learning rate is read at each step.</summary>
    /// <exception cref="NotSupportedException">It is not one of the library's.</exception>
    public static DeviceOptimizer Of(Optimizer optimizer, KernelLauncher launcher) => optimizer switch
    {
        Sgd sgd => new DeviceSgd(sgd, launcher),
        Adam adam => new DeviceAdam(adam, launcher),
        _ => throw new NotSupportedException(
            $"{optimizer.GetType().Name} does not run on a device; the optimizers of Sgl do."),
    };

    /// <summary>How many arrays it remembers of a parameter.</summary>
    public abstract int Moments { get; }

    /// <summary>Changes every value once, by its gradient, and keeps it within its bounds.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="step">Which step of this parameter it is, the first one being 1.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public void Update(DeviceParameter parameter, int step)
    {
        Lanes.RequireLength(parameter.Gradient.Length, parameter.Value.Length, nameof(parameter));
        Lanes.RequireLength(parameter.Moments.Length, Moments * parameter.Value.Length, nameof(parameter));
        UpdateCore(parameter, step);
    }

    /// <summary>As <see cref="Update"/>, with arguments that are known to fit.</summary>
    protected abstract void UpdateCore(DeviceParameter parameter, int step);
}
