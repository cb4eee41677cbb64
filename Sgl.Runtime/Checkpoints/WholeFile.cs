using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>Writes a file that is whole or not there at all, whenever the process or the machine stops.</summary>
internal static partial class WholeFile
{
    private const string Extension = ".tmp";

    // Of Linux's statx, whose layout is the same on every processor.
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeWanted = 1; // STATX_TYPE
    private const int StatBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000; // S_IFMT
    private const int RegularType = 0x8000; // S_IFREG

    /// <summary>
    /// Writes under another name in the same folder, has it brought to the disk, then gives it its own name: an old file
    /// of that name stays whole until then. The new one has its permissions; a symbolic link stays, and what it leads to is
    /// replaced.
    /// </summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written, or is a pipe or a device, which would be lost.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string named = path;
        path = new FileInfo(path).LinkTarget is null
            ? Path.GetFullPath(path)
            : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (!MayBeRegular(path)) throw new IOException($"{named} is a pipe or a device, which a file would replace.");
        DeleteLeftOvers(path);
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;
        string temporary = $"{path}.{Guid.NewGuid():N}{Extension}";
        try
        {
            // Open until it has its name, so that another save does not take it for left over.
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Delete, BufferSize = 0,
            };
            if (mode is not null && !OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(temporary, options);
            write(file);
            if (mode is { } kept && !OperatingSystem.IsWindows()) File.SetUnixFileMode(file.SafeFileHandle, kept);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            File.Move(temporary, path, overwrite: true);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What .NET makes of the system's "file too large".
            File.Delete(temporary);
            throw new IOException($"{named} cannot be written: it would be larger than the system lets a file be.", e);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Whether a path leads to a file as any other, to nothing, or to what cannot be found out.</summary>
    public static bool MayBeRegular(string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        Span<byte> stat = stackalloc byte[StatBytes];
        try
        {
            if (Stat(CurrentFolder, path, 0, TypeWanted, ref stat[0]) != 0) return true;
        }
        catch (EntryPointNotFoundException)
        {
            return true; // a C library older than the call
        }

        int type = BinaryPrimitives.ReadUInt16LittleEndian(stat[ModeOffset..]) & TypeMask;
        return type == RegularType || Directory.Exists(path);
    }

    // Files of saves that were cut off.
    private static void DeleteLeftOvers(string path)
    {
        foreach (string other in Directory.EnumerateFiles(Path.GetDirectoryName(path)!))
        {
            if (!IsTemporary(other, path)) continue;
            try
            {
                new FileStream(
                    other, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
            }
            catch (IOException)
            {
                // Another process is writing it, or has just finished.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint wanted, ref byte result);

    private static bool IsTemporary(string other, string path) =>
        other.Length > path.Length + Extension.Length
        && other.StartsWith($"{path}.", StringComparison.Ordinal)
        && other.EndsWith(Extension, StringComparison.Ordinal)
        && Guid.TryParseExact(other.AsSpan()[(path.Length + 1)..^Extension.Length], "N", out _);
}
