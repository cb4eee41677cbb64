using System.Numerics;
using ILGPU;

namespace Sgl;

/// <summary>
/// <see cref="SpikeProduct"/> on a device, with its bits: a thread for each element of the result adds what the spikes of
/// its row, or of its column, pick.
/// </summary>
/// <remarks>
/// 32 threads side by side have 32 outputs side by side and the same spikes: they take the same way and read side by side.
/// The threads after them have the same outputs, so what they read is in the cache.
/// </remarks>
internal sealed class DeviceSpikeProduct(KernelLauncher launcher)
{
    private const int Warp = 32;

    /// <summary>Y = X·W, or Y += X·W.</summary>
    /// <param name="x">X, [R, K].</param>
    /// <param name="w">W, [K, N] row-major: the weights of a layer, transposed.</param>
    /// <param name="y">Y, [R, N] row-major; must not overlap W.</param>
    /// <param name="accumulate">Whether to add to what Y holds; else it is overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Multiply(DeviceSpikes x, ArrayView<float> w, ArrayView<float> y, bool accumulate = false) =>
        Multiply(x, w, y, accumulate ? y : default, accumulate ? Outputs(y, x.Rows) : 0);

    /// <summary>Y = bias + X·W, the bias first.</summary>
    /// <param name="x">X, [R, K].</param>
    /// <param name="w">W, [K, N] row-major: the weights of a layer, transposed.</param>
    /// <param name="bias">[N].</param>
    /// <param name="y">Y, [R, N] row-major; written.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void MultiplyOnto(ArrayView<float> bias, DeviceSpikes x, ArrayView<float> w, ArrayView<float> y)
    {
        if (y.Length == 0) return;
        Lanes.RequireLength(bias.Length, Outputs(y, x.Rows), nameof(bias));
        Multiply(x, w, y, bias, 0);
    }

    /// <summary>dW += dYᵀ·X, summed from the last row to the first.</summary>
    /// <param name="dy">dY, [R, N] row-major.</param>
    /// <param name="columns">X as <see cref="SpikeColumns"/> packs it, of [R, K].</param>
    /// <param name="rows">R.</param>
    /// <param name="dw">dW, [N, K] row-major.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void AddOuter(ArrayView<float> dy, ArrayView<uint> columns, int rows, ArrayView<float> dw)
    {
        if (dw.Length == 0 || dy.Length == 0) return;
        int outputs = Outputs(dy, rows);
        int inputs = (int)(dw.Length / outputs);
        Lanes.RequireLength(dy.Length, (long)rows * outputs, nameof(dy));
        Lanes.RequireLength(dw.Length, (long)outputs * inputs, nameof(dw));
        Lanes.RequireLength(columns.Length, SpikeColumns.Length(rows, inputs), nameof(columns));
        Spread items = Items(outputs, inputs);
        launcher.Run(OuterKernel, items.Threads, new OuterArguments(items, dy, columns, dw, rows, outputs, inputs));
    }

    private void Multiply(DeviceSpikes x, ArrayView<float> w, ArrayView<float> y, ArrayView<float> start, int startStride)
    {
        if (y.Length == 0) return;
        int outputs = Outputs(y, x.Rows);
        x.RequireValid(nameof(x));
        Lanes.RequireLength(y.Length, (long)x.Rows * outputs, nameof(y));
        Lanes.RequireLength(w.Length, (long)x.Features * outputs, nameof(w));
        Spread items = Items(outputs, x.Rows);
        launcher.Run(Kernel, items.Threads, new Arguments(items, x, w, y, start, startStride, outputs));
    }

    private static int Outputs(ArrayView<float> y, int rows) => rows == 0 ? 0 : checked((int)(y.Length / rows));

    private static Spread Items(int outputs, int lines) =>
        Spread.Over((long)Packing.Panels(outputs, Warp) * lines * Warp);

    private static void Kernel(Index1D thread, Arguments arguments)
    {
        (Spread items, DeviceSpikes x, ArrayView<float> w, ArrayView<float> y, ArrayView<float> start, int startStride,
            int outputs) = arguments;
        int width = x.Width;
        for (long at = thread; at < items.Count; at += items.Threads)
        {
            (long row, int output) = Locate(at, x.Rows);
            if (output >= outputs) continue;
            StrictFloat sum = start.Length > 0 ? start[row * startStride + output] : 0f;
            for (int i = 0; i < width; i++)
            {
                ArrayView<float> lines = w.SubView((long)i * DeviceSpikes.WordBits * outputs + output);
                for (uint word = x.Words[row * width + i]; word != 0; word &= word - 1)
                    sum += lines[(long)BitOperations.TrailingZeroCount(word) * outputs];
            }

            y[row * outputs + output] = (float)sum;
        }
    }

    private static void OuterKernel(Index1D thread, OuterArguments arguments)
    {
        (Spread items, ArrayView<float> dy, ArrayView<uint> columns, ArrayView<float> dw, int rows, int outputs, int inputs) =
            arguments;
        for (long at = thread; at < items.Count; at += items.Threads)
        {
            (long input, int output) = Locate(at, inputs);
            if (output >= outputs) continue;
            StrictFloat sum = dw[output * (long)inputs + input];
            for (int i = DeviceSpikes.WordsFor(rows) - 1; i >= 0; i--)
            {
                uint word = columns[(long)i * inputs + input];
                while (word != 0)
                {
                    int bit = DeviceSpikes.WordBits - 1 - BitOperations.LeadingZeroCount(word);
                    word ^= 1u << bit;
                    sum += dy[((long)i * DeviceSpikes.WordBits + bit) * outputs + output];
                }
            }

            dw[output * (long)inputs + input] = (float)sum;
        }
    }

    // The lanes are the fastest, then the lines, then the blocks of outputs.
    private static (int Line, int Output) Locate(long at, int lines)
    {
        Place place = Place.Of(at / Warp, lines);
        return (place.Column, (int)(place.Row * Warp + at % Warp));
    }

    internal readonly record struct Arguments(
        Spread Items,
        DeviceSpikes X,
        ArrayView<float> W,
        ArrayView<float> Y,
        ArrayView<float> Start,
        int StartStride,
        int Outputs);

    internal readonly record struct OuterArguments(
        Spread Items,
        ArrayView<float> Dy,
        ArrayView<uint> Columns,
        ArrayView<float> Dw,
        int Rows,
        int Outputs,
        int Inputs);
}
