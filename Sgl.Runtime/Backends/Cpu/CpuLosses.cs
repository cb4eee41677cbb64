namespace Sgl;

/// <summary>Losses in the memory of the processor.</summary>
internal sealed class CpuLosses : KeptLosses
{
    private readonly CpuMemory<double> _losses = new();

    public override SampleLosses Take(int batch)
    {
        View<double> losses = _losses.Take(batch);
        losses.Memory.Span.Clear();
        return new SampleLosses(losses);
    }
}
