using ILGPU.Runtime;

namespace Sgl;

/// <summary>A batch that a device computes with. Its result is on the way to the processor.</summary>
/// <param name="end">What the device passes when the result has arrived.</param>
/// <param name="read">Reads the result from where it has arrived.</param>
internal sealed class RunningBatch(ProfilingMarker end, Func<BatchResult> read)
{
    private BatchResult? _result;

    /// <summary>The result; waits for it, but not for what the device was given to do since.</summary>
    public BatchResult Result => _result ??= Wait();

    private BatchResult Wait()
    {
        using (end) end.Synchronize();
        return read();
    }
}
