using System.Runtime.InteropServices;
using Xunit;

namespace Sgl.Tests;

/// <summary>Where the memory of kernels starts.</summary>
public class KernelMemoryTests
{
    [Theory]
    [InlineData(1, 64)]
    [InlineData(1023, 64)]
    [InlineData(1024, 4096)]
    [InlineData(100_000, 4096)]
    [InlineData(3_000_000, 4096)]
    public void Starts_at_a_cache_line_or_where_it_is_large_at_a_page(int length, int alignment)
    {
        for (int i = 0; i < 5; i++)
        {
            Memory<float> memory = KernelMemory.Allocate(length);

            Assert.Equal(length, memory.Length);
            Assert.Equal(0, Address(memory) % alignment);
        }
    }

    private static long Address(Memory<float> memory)
    {
        Assert.True(MemoryMarshal.TryGetArray(memory, out ArraySegment<float> segment));
        return Marshal.UnsafeAddrOfPinnedArrayElement(segment.Array!, segment.Offset);
    }
}
