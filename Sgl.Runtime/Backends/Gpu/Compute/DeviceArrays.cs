using ILGPU;

namespace Sgl;

/// <summary>What happens to each number of an array on its own.</summary>
internal sealed class DeviceArrays(KernelLauncher launcher)
{
    /// <summary>Sets every number to one value.</summary>
    public void Fill(ArrayView<float> values, float value) => Run(FillKernel, values, default, value);

    /// <summary>Copies one row over each of the rows of an array: a bias, say.</summary>
    /// <exception cref="ArgumentException">The array is not whole rows.</exception>
    public void FillRows(ArrayView<float> rows, ArrayView<float> row)
    {
        if (rows.Length == 0) return;
        if (row.Length == 0 || rows.Length % row.Length != 0)
            throw new ArgumentException($"{rows.Length} values are not rows of {row.Length}.", nameof(rows));
        Run(FillRowsKernel, rows, row, 0f);
    }

    /// <summary>Multiplies every number.</summary>
    public void Scale(ArrayView<float> values, float factor) => Run(ScaleKernel, values, default, factor);

    /// <summary>Adds other numbers to those that are there.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Add(ArrayView<float> sums, ArrayView<float> values)
    {
        Lanes.RequireLength(values.Length, sums.Length, nameof(values));
        Run(AddKernel, sums, values, 0f);
    }

    private void Run(
        Action<Index1D, Arguments> kernel, ArrayView<float> target, ArrayView<float> source, float number)
    {
        var elements = Spread.Over(target.Length);
        launcher.Run(kernel, elements.Threads, new Arguments(elements, target, source, number));
    }

    private static void FillKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<float> target, _, float number) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads) target[at] = number;
    }

    private static void FillRowsKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<float> target, ArrayView<float> source, _) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
            target[at] = source[Place.Of(at, (int)source.Length).Column];
    }

    private static void ScaleKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<float> target, _, float number) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads) target[at] *= number;
    }

    private static void AddKernel(Index1D thread, Arguments arguments)
    {
        (Spread elements, ArrayView<float> target, ArrayView<float> source, _) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads) target[at] += source[at];
    }

    internal readonly record struct Arguments(
        Spread Elements, ArrayView<float> Target, ArrayView<float> Source, float Number);
}
