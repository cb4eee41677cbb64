using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// Memory as kernels like it best: it starts at a page, or at a cache line where it is smaller, it never moves, and
/// where it is large the operating system is asked for large pages, for a kernel that goes from row to row meets a new
/// page with every step.
/// </summary>
/// <remarks>
/// A processor compares the last twelve bits of addresses to see whether a load must wait for a store. Planes that all
/// start at a page have the same ones where a kernel reads and writes for the same neuron, so that its next loads never
/// look like what it has just stored: a plane that begins 128 bytes too far makes forward twice as slow.
/// </remarks>
public static partial class KernelMemory
{
    internal const int CacheLine = 64;
    internal const int MostSkipped = Page / sizeof(float);
    private const int AdvisedBytes = 4 << 20; // two large pages of 2 MiB, so that one lies within
    private const int Page = 4096;
    private const int AdviseLargePages = 14; // MADV_HUGEPAGE of Linux

    /// <summary>New memory. What it holds is unspecified.</summary>
    /// <param name="length">Number of floats, at least 0 and at most some thousand fewer than 2³¹.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or more than one array can have.</exception>
    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public static unsafe Memory<float> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Sizes.Most);
        if (length == 0) return Memory<float>.Empty;
        int alignment = length >= Page / sizeof(float) ? Page : CacheLine;
        float[] array = GC.AllocateUninitializedArray<float>(length + alignment / sizeof(float), pinned: true);
        Memory<float> memory = Aligned(array, alignment, length);
        long bytes = (long)array.Length * sizeof(float);

        // A hint: where it is refused or unknown, everything works, a little slower.
        if (bytes >= AdvisedBytes && OperatingSystem.IsLinux())
        {
            var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
            nuint firstPage = (start + Page - 1) / Page * Page, end = (start + (nuint)bytes) / Page * Page;
            _ = Advise((void*)firstPage, end - firstPage, AdviseLargePages);
        }

        return memory;
    }

    /// <summary>The part of an array that starts at a multiple of so many bytes, as long as the array does not move.</summary>
    /// <param name="array">At least as many bytes longer.</param>
    /// <param name="alignment">A power of two.</param>
    /// <param name="length">Number of floats.</param>
    internal static unsafe Memory<float> Aligned(float[] array, int alignment, int length)
    {
        nuint unit = (nuint)alignment, start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        return array.AsMemory((int)((unit - start % unit) % unit) / sizeof(float), length);
    }

    /// <summary><see cref="Allocate"/>, all 0.</summary>
    internal static Memory<float> AllocateZeros(int length)
    {
        Memory<float> zeros = Allocate(length);
        zeros.Span.Clear();
        return zeros;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static unsafe partial int Advise(void* address, nuint length, int advice);
}
