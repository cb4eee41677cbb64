using ILGPU;

namespace Sgl;

/// <summary>The classes of samples as numbers.</summary>
internal sealed class DeviceClasses(KernelLauncher launcher)
{
    /// <summary>Writes 1 at the label of each row and 0 elsewhere, <see cref="Backend.OneHot"/>.</summary>
    public void OneHot(ArrayView<int> labels, int classes, ArrayView<float> into)
    {
        var elements = Spread.Over(into.Length);
        launcher.Run(OneHotKernel, elements.Threads, new Arguments(elements, labels, classes, into));
    }

    private static void OneHotKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<int> labels, int classes, ArrayView<float> into) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
        {
            (long row, int column) = Place.Of(at, classes);
            into[at] = labels[Place.Of(row, (int)labels.Length).Column] == column ? 1f : 0f;
        }
    }

    internal readonly record struct Arguments(Spread Elements, ArrayView<int> Labels, int Classes, ArrayView<float> Into);
}
