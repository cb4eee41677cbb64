using System.Buffers.Binary;
using System.Text;

namespace Sgl.Bench;

/// <summary>
/// Lets a shared library load where the system's C++ library is older than the one it was linked with.
/// </summary>
/// <remarks>
/// TorchSharp's native part asks for <c>GLIBCXX_3.4.32</c>, of GCC 13; Debian 12 has GCC 12, and its loader refuses. The
/// only symbol of that version is <c>std::ios_base_library_init()</c>, which the header iostream of GCC 13 mentions but
/// nothing calls: no relocation refers to it. So the version is marked as one to do without (VER_FLG_WEAK of the Linux
/// Standard Base's chapter on symbol versioning). A symbol that is called would still be missing, and said to be so.
/// </remarks>
internal static class WeakVersion
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK

    /// <summary>Marks a version that an ELF file of 64 bits, little-endian, needs. The file is replaced as a whole.</summary>
    /// <param name="path">The file, in the program's own folder.</param>
    /// <param name="version">The version's name; nothing happens where the file does not need it.</param>
    /// <exception cref="DllNotFoundException">There is no such file.</exception>
    /// <exception cref="BadImageFormatException">It is no such ELF file.</exception>
    public static void Apply(string path, string version)
    {
        if (!File.Exists(path)) throw new DllNotFoundException($"There is no {path}.");
        byte[] file = File.ReadAllBytes(path);
        if (file is not [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, ..]) // 64 bits, little-endian
            throw new BadImageFormatException($"{path} is no ELF file of 64 bits, little-endian.");
        foreach (int entry in Entries(file, version))
        {
            Span<byte> flags = file.AsSpan(entry + 4);
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(Half(file, entry + 4) | Weak));
        }

        // A new file in the place of the old one: the old one may be a link into the package cache.
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, file);
        File.Move(temporary, path, overwrite: true);
    }

    // Elf64_Ehdr: e_shoff at 40, e_shentsize at 58, e_shnum at 60. Elf64_Shdr: sh_type at 4, sh_offset at 24, sh_link,
    // here the section of the names, at 40. Elf64_Verneed: vn_aux at 8, vn_next at 12. Elf64_Vernaux: vna_flags at 4,
    // vna_name at 8, vna_next at 12. A next of 0 ends a list.
    private static IEnumerable<int> Entries(byte[] file, string version)
    {
        int sections = Offset(file, 40);
        int Section(int index) => sections + index * Half(file, 58);

        for (int i = 0; i < Half(file, 60); i++)
        {
            if (Word(file, Section(i) + 4) != VersionNeeds) continue;
            int names = Offset(file, Section((int)Word(file, Section(i) + 40)) + 24);
            foreach (int need in List(file, Offset(file, Section(i) + 24)))
                foreach (int entry in List(file, need + (int)Word(file, need + 8)))
                    if (Name(file, names + (int)Word(file, entry + 8)) == version) yield return entry;
        }
    }

    private static IEnumerable<int> List(byte[] file, int first)
    {
        int item = first;
        yield return item;
        while (Word(file, item + 12) is not 0 and uint next) yield return item += (int)next;
    }

    private static ushort Half(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private static uint Word(byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    private static int Offset(byte[] file, int at) =>
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));

    private static string Name(byte[] file, int at) =>
        Encoding.ASCII.GetString(file.AsSpan(at, file.AsSpan(at).IndexOf((byte)0)));
}
