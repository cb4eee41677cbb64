using System.Runtime.Intrinsics.X86;

namespace Sgl;

/// <summary>The cache that a core has for itself, which panels and tiles are cut to.</summary>
internal static class CoreCache
{
    private const int MiB = 1 << 20;
    private const int UnknownBytes = MiB / 2;

    /// <summary>Size of the L2 cache; a size that most processors have where this one does not say.</summary>
    public static int Bytes { get; } = Find();

    /// <summary>Whether it has a MiB or more.</summary>
    public static bool IsLarge => Bytes >= MiB;

    /// <summary>Whether it has two MiB or more.</summary>
    public static bool IsHuge => Bytes >= 2 * MiB;

    // Intel, Software Developer's Manual, CPUID leaf 4; AMD, Architecture Programmer's Manual, leaf 8000001D, which has the
    // same form: a cache to a subleaf, of type 0 after the last one.
    private static int Find()
    {
        if (!X86Base.IsSupported) return UnknownBytes;
        foreach (uint leaf in (uint[])[4, 0x8000001D])
        {
            uint last = (uint)X86Base.CpuId((int)(leaf & 0x80000000), 0).Eax;
            if (last < leaf) continue;
            for (int index = 0; index < 16; index++)
            {
                (int eax, int ebx, int ecx, _) = X86Base.CpuId((int)leaf, index);
                (int type, int level) = (eax & 31, (eax >> 5) & 7);
                if (type == 0) break;
                int line = (ebx & 0xfff) + 1, partitions = ((ebx >> 12) & 0x3ff) + 1, ways = ((ebx >> 22) & 0x3ff) + 1;
                if (level == 2) return line * partitions * ways * (ecx + 1);
            }
        }

        return UnknownBytes;
    }
}
