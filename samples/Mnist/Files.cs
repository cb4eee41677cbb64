namespace Mnist;

/// <summary>Writes files, each one whole or not at all.</summary>
internal static class Files
{
    /// <param name="directory">Created if need be.</param>
    /// <param name="files">Names and contents.</param>
    public static void Save(string directory, params ReadOnlySpan<(string Name, byte[] Content)> files)
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
