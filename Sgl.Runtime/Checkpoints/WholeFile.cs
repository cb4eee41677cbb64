namespace Sgl;

/// <summary>Writes a file that is whole or not there at all, whenever the process or the machine stops.</summary>
internal static class WholeFile
{
    private const string Extension = ".tmp";

    /// <summary>
    /// Writes under another name in the same folder, has it brought to the disk, then gives it its own name: an old file
    /// of that name stays whole until then.
    /// </summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        DeleteLeftOvers(path);
        string temporary = $"{path}.{Guid.NewGuid():N}{Extension}";
        try
        {
            // Open until it has its name, so that another save does not take it for left over.
            using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, bufferSize: 0);
            write(file);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
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

    private static bool IsTemporary(string other, string path) =>
        other.Length > path.Length + Extension.Length
        && other.StartsWith($"{path}.", StringComparison.Ordinal)
        && other.EndsWith(Extension, StringComparison.Ordinal)
        && Guid.TryParseExact(other.AsSpan()[(path.Length + 1)..^Extension.Length], "N", out _);
}
