using System.Reflection;

namespace Sgl.Generators.Emission;

/// <summary>
/// What the modules of TorchSharp have in common, added once to a compilation that refers to TorchSharp. It is no part of
/// Sgl.Runtime, which does not: its text is in the folder <c>TorchSharp</c>, as C# that the user's compiler compiles. Its types
/// are embedded: an assembly that this one shows its internals to does not see them beside its own.
/// </summary>
internal static class TorchSupport
{
    private const string Folder = "TorchSharp/";

    public static IEnumerable<GeneratedFile> Files()
    {
        Assembly assembly = typeof(TorchSupport).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new GeneratedFile($"Sgl.TorchSharp-{name.Substring(Folder.Length)}.g.cs", reader.ReadToEnd().Replace("\r\n", "\n"));
        }
    }
}
