namespace Sgl.Bench;

/// <summary>A copy of so many floats: how fast memory can be read and written.</summary>
internal sealed class PlaneCopy
{
    private readonly Memory<float> _from;
    private readonly Memory<float> _to;

    public PlaneCopy(int length)
    {
        (_from, _to) = (KernelMemory.Allocate(length), KernelMemory.Allocate(length));
        _from.Span.Fill(1f); // pages that were never written would all be one page of zeros
    }

    /// <summary>Bytes that one run reads and writes.</summary>
    public double Bytes => 2.0 * sizeof(float) * _from.Length;

    public void Run() => _from.CopyTo(_to);
}
