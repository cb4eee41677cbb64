using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// Counts the spans and pointers that were taken of memory, each of which may have written to it. A copy made of the values is
/// valid as long as the count is the same, however long a caller has held the <see cref="Memory{T}"/>.
/// </summary>
internal sealed class SpanCount
{
    private long _value;

    /// <summary>What was made of the values at another count may be stale.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>The same memory; each of its spans is counted.</summary>
    /// <param name="stored">Memory of <see cref="KernelMemory"/>, which never moves.</param>
    public Memory<float> Of(Memory<float> stored) => new Counted(this, stored).Memory;

    // Memory asks its manager for every span, also through slices and views of it.
    private sealed class Counted(SpanCount count, Memory<float> stored) : MemoryManager<float>
    {
        public override Memory<float> Memory => CreateMemory(stored.Length);

        public override Span<float> GetSpan()
        {
            Interlocked.Increment(ref count._value);
            return stored.Span;
        }

        public override unsafe MemoryHandle Pin(int elementIndex = 0) =>
            new(Unsafe.AsPointer(ref MemoryMarshal.GetReference(GetSpan()[elementIndex..])));

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
