using Xunit;

namespace Sgl.Tests.Harness;

/// <summary>
/// Compares generated text with a file that people have read, by the file convention of Verify.SourceGenerators:
/// <c>Snapshots/Test.Case#Hint.verified.cs</c>; a mismatch leaves a <c>.received.cs</c> beside it.
/// </summary>
internal static class Snapshot
{
    private static readonly string Folder = ProjectFile.Metadata("SnapshotFolder");

    public static void Verify(string name, string hint, string text)
    {
        string stem = Path.Combine(Folder, $"{name}#{hint}");
        string verified = stem + ".verified.cs", received = stem + ".received.cs";
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail(
            $"The generated text differs from {Path.GetFileName(verified)}{FirstDifference(expected, text)}\n"
            + $"If the new text is right, rename {Path.GetFileName(received)} to it.");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] before = expected.Split('\n'), after = actual.Split('\n');
        int line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $" from line {line + 1} on:\n- {before.ElementAtOrDefault(line)}\n+ {after.ElementAtOrDefault(line)}";
    }
}
