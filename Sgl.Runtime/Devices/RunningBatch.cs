using ILGPU.Runtime;

namespace Sgl;

/// <summary>A batch that a device computes with. Its result is on the way to the processor.</summary>
/// <remarks><see cref="NonFinite"/> is known as soon as the result is.</remarks>
/// <param name="end">What the device passes when the result has arrived.</param>
/// <param name="read">Reads the result from where it has arrived.</param>
internal sealed class RunningBatch(ProfilingMarker end, Func<RunningBatch, BatchResult> read)
{
    private BatchResult? _result;

    /// <summary>Which training step it was, counted from 1; 0 of no training step.</summary>
    public long TrainingStep { get; init; }

    /// <summary>Of each parameter the index of a value that is NaN or infinite, else the largest number; empty where they are not checked.</summary>
    public uint[] NonFinite { get; set; } = [];

    /// <summary>Where the first value of the input is that is NaN or infinite, looked for where something else is; −1 elsewhere.</summary>
    public int NonFiniteInput { get; set; } = -1;

    /// <summary>How many values the input had, [T, B, F] or [B, F].</summary>
    public int InputLength { get; init; }

    /// <summary>The result; waits for it, but not for what the device was given to do since.</summary>
    public BatchResult Result => _result ??= Wait();

    private BatchResult Wait()
    {
        using (end) end.Synchronize();
        return read(this);
    }
}
