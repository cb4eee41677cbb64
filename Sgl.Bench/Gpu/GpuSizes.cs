namespace Sgl.Bench;

/// <summary>How much work a device is given.</summary>
/// <param name="Neurons">N of the population, where it fits in memory.</param>
/// <param name="Slice">As many neurons have inputs of their own, and are computed on the processor, too.</param>
/// <param name="CopyLength">Floats of a copy that tells the speed of memory.</param>
/// <param name="Repetitions">Of multiply-adds in a thread.</param>
/// <param name="Steps">T of the training steps.</param>
/// <param name="Batch">B of the training steps, at most <see cref="Mlp.Batch"/>.</param>
/// <param name="Hidden">Hidden neurons of the training steps.</param>
/// <param name="Pace">How long it is timed.</param>
internal sealed record GpuSizes(
    int Neurons, int Slice, int CopyLength, int Repetitions, int Steps, int Batch, int Hidden, Pace Pace)
{
    /// <summary>Those of a card.</summary>
    public static GpuSizes Full { get; } = new(
        Neurons: 4 << 20, Slice: 1 << 16, CopyLength: 1 << 28, Repetitions: 1 << 14, Mlp.Steps, Mlp.Batch, Mlp.Hidden, Pace.Steady);

    /// <summary>Those of an emulation, which shows that everything runs and says nothing about time.</summary>
    public static GpuSizes Tiny { get; } = new(
        Neurons: 256, Slice: 64, CopyLength: 1 << 10, Repetitions: 16, Steps: 10, Batch: 4, Hidden: 32, Pace.Hasty);
}
