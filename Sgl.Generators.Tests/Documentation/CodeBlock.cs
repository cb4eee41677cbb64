using System.Text.RegularExpressions;

namespace Sgl.Tests.Documentation;

/// <summary>
/// A block of C# on a page. After <c>csharp</c> its fence may say <c>excerpt</c>, for a part of a file that does not
/// compile alone, or <c>given: TYPE NAME, …</c>, for what the text around it speaks of.
/// </summary>
/// <param name="Code">What is between the fences.</param>
/// <param name="Line">Of the page, where the code begins, from 1.</param>
/// <param name="IsExcerpt">Whether it is a part of a file.</param>
/// <param name="Given">The variables that it has without declaring them, as parameters of a method.</param>
internal sealed partial record CodeBlock(string Code, int Line, bool IsExcerpt, string Given)
{
    public static IEnumerable<CodeBlock> Of(string page) => Fenced().Matches(page).Select(match =>
    {
        Group code = match.Groups["code"];
        string note = match.Groups["note"].Value.Trim();
        string given = note.StartsWith("given:", StringComparison.Ordinal) ? note["given:".Length..].Trim() : "";
        if (note is not ("" or "excerpt") && given.Length == 0)
            throw new FormatException($"Line {LineOf(page, match.Index)} has a fence of an unknown kind: {note}");
        return new CodeBlock(code.Value, LineOf(page, code.Index), note == "excerpt", given);
    });

    private static int LineOf(string page, int index) => page.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex("^```csharp(?<note>[^\n]*)\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();
}
