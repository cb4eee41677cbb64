using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// Memory as kernels like it best: it starts at a cache line, it never moves, and where it is large the operating
/// system is asked for large pages, for a kernel that goes from row to row meets a new page with every step.
/// </summary>
public static partial class KernelMemory
{
    private const int CacheLine = 64;
    private const int AdvisedBytes = 4 << 20; // two large pages of 2 MiB, so that one lies within
    private const int Page = 4096;
    private const int AdviseLargePages = 14; // MADV_HUGEPAGE of Linux

    /// <summary>New memory. What it holds is unspecified.</summary>
    /// <param name="length">Number of floats, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public static unsafe Memory<float> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length == 0) return Memory<float>.Empty;
        float[] array = GC.AllocateUninitializedArray<float>(checked(length + CacheLine / sizeof(float)), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        int offset = (int)((CacheLine - start % CacheLine) % CacheLine) / sizeof(float);
        long bytes = (long)array.Length * sizeof(float);

        // A hint: where it is refused or unknown, everything works, a little slower.
        if (bytes >= AdvisedBytes && OperatingSystem.IsLinux())
        {
            nuint firstPage = (start + Page - 1) / Page * Page, end = (start + (nuint)bytes) / Page * Page;
            _ = Advise((void*)firstPage, end - firstPage, AdviseLargePages);
        }

        return array.AsMemory(offset, length);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static unsafe partial int Advise(void* address, nuint length, int advice);
}
