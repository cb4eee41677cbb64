namespace Sgl;

/// <summary>
/// An encoder that is written with the operations of a <see cref="Backend"/>: on a device only the values are sent, and they
/// are encoded there.
/// </summary>
public abstract class BackendEncoder : Encoder
{
    /// <summary>Whether every number of the signal is 0 or 1, which a network need not look for then. Default false.</summary>
    protected internal virtual bool GivesSpikes => false;

    /// <summary>Writes the signal.</summary>
    /// <param name="ops">The operations to do it with, where the network computes.</param>
    /// <param name="values">[B·F], each within 0 and 1.</param>
    /// <param name="data">[T, B·F], or [B·F] where constant; every number is to be written.</param>
    protected abstract void Fill(Backend ops, View<float> values, View<float> data);

    /// <inheritdoc/>
    protected sealed override void Fill(ReadOnlySpan<float> values, Span<float> data)
    {
        using Backend.Lease lease = CallingThread.Lend();
        View<float> signal = CallingThread.Scratch(data.Length);
        Fill(CallingThread, values, signal.Memory);
        signal.Memory.Span.CopyTo(data);
    }

    /// <inheritdoc/>
    internal sealed override void Fill(CpuBackend ops, ReadOnlySpan<float> values, Memory<float> data)
    {
        using Backend.Lease lease = ops.Lend();
        View<float> given = ops.Scratch(values.Length);
        values.CopyTo(given.Memory.Span);
        Encode(ops, given, new View<float>(data));
    }

    /// <summary>As <see cref="Fill(Backend, View{float}, View{float})"/>; scratch memory is given back.</summary>
    internal void Encode(Backend ops, View<float> values, View<float> data)
    {
        using Backend.Lease lease = ops.Lend();
        Fill(ops, values, data);
    }
}
