using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace Sgl.Tests.Harness;

/// <summary>A text in which places are marked with « and ».</summary>
internal sealed class Marked
{
    private Marked(string text, IReadOnlyList<TextSpan> spans) => (Text, Spans) = (text, spans);

    /// <summary>The text without the marks.</summary>
    public string Text { get; }

    /// <summary>The places, in the order of the text.</summary>
    public IReadOnlyList<TextSpan> Spans { get; }

    public static Marked Parse(string marked) => new(
        Regex.Replace(marked, "[«»]", ""),
        [.. Regex.Matches(marked, "«([^«»]*)»").Select((match, i) =>
            new TextSpan(match.Index - 2 * i, match.Groups[1].Length))]);
}
