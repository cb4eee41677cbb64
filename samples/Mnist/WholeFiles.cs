namespace Mnist;

/// <summary>Writes files that are whole or not there at all.</summary>
internal static class WholeFiles
{
    /// <summary>Writes each file under another name, then gives it its own.</summary>
    /// <param name="directory">Created if need be.</param>
    /// <param name="files">Names and contents.</param>
    public static void Write(string directory, params ReadOnlySpan<(string Name, byte[] Content)> files)
    {
        Directory.CreateDirectory(directory);
        foreach ((string name, byte[] content) in files)
        {
            string path = Path.Combine(directory, name);
            string temporary = $"{path}.{Environment.ProcessId}.tmp";
            try
            {
                File.WriteAllBytes(temporary, content);
                File.Move(temporary, path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
    }
}
