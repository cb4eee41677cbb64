namespace Sgl.Bench;

/// <summary>What one core, or a device, can do at best, measured in the same run as what is held against it.</summary>
/// <param name="BytesPerSecond">Bytes that a large copy reads and writes.</param>
/// <param name="FlopsPerSecond">Operations of independent multiply-adds, two each.</param>
internal sealed record Machine(double BytesPerSecond, double FlopsPerSecond)
{
    private const int CopyLength = 1 << 26; // 256 MiB, beyond every cache

    /// <summary>Measures one core.</summary>
    public static Machine Measure()
    {
        var copy = new PlaneCopy(CopyLength);
        double[] times = PairedTiming.Shortest([copy.Run, () => MultiplyAdds.Run()], Pace.Steady);
        return new Machine(1000 * copy.Bytes / times[0], 1000 * MultiplyAdds.Flops / times[1]);
    }

    /// <summary>The least time for so much work: for moving the bytes or for the operations, whichever is longer.</summary>
    /// <param name="bytes">Bytes that must be read or written.</param>
    /// <param name="flops">Additions and multiplications that must be done.</param>
    public double FloorMs(double bytes, double flops = 0) =>
        1000 * Math.Max(bytes / BytesPerSecond, flops / FlopsPerSecond);

    public override string ToString() => FormattableString.Invariant(
        $"copies at {BytesPerSecond / 1e9:F1} GB/s, read and written, and multiplies and adds at {FlopsPerSecond / 1e9:F0} GFLOP/s");
}
