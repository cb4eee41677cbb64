namespace Sgl;

/// <summary>The operations on the processor.</summary>
/// <param name="workers">The threads to use.</param>
internal partial class CpuBackend(Workers workers) : Backend
{
    // Numbers that one thread takes at a time, 64 KiB.
    private const int Block = 16 * 1024;

    public override string Name => "CPU";

    /// <summary>The threads to use.</summary>
    public Workers Workers { get; set; } = workers;

    internal override KeptMemory<T> Keep<T>() => new CpuMemory<T>();

    internal override LayerParameter Place(Parameter parameter) => new CpuParameter(parameter);

    internal override IStateRows Place(LayerStates states) => states;

    internal override void Write<T>(ReadOnlySpan<T> values, View<T> into) => values.CopyTo(into.Memory.Span);

    internal override void Read<T>(View<T> view, Span<T> into) => view.Memory.Span.CopyTo(into);
}
