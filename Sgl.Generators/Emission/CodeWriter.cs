using System.Text;

namespace Sgl.Generators.Emission;

/// <summary>Writes indented lines that end in a plain line feed, none of them too long.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;
    private Last _last = Last.Opening;

    private enum Last
    {
        Text,
        Opening,
        Blank,
        Closing,
    }

    public void Line(string text = "")
    {
        // A blank line follows a block, unless the next line belongs to it.
        if (_last == Last.Closing && text.Length > 0 && text[0] != '}' && text is not ("else" or "finally")) _text.Append('\n');
        if (text.Length == 0) _text.Append('\n');
        else
            foreach (string line in LineBreaker.Break(text, 4 * _indent)) _text.Append(line).Append('\n');
        _last = text.Length == 0 ? Last.Blank : Last.Text;
    }

    /// <summary>A blank line, unless a block has just begun or there is one already.</summary>
    public void Paragraph()
    {
        if (_last is Last.Text or Last.Closing) Line();
    }

    /// <summary>Braces around what is written until the block is disposed.</summary>
    /// <param name="header">The line before.</param>
    /// <param name="end">The line after.</param>
    public Block Braces(string? header = null, string end = "}") => Open(header, "{", end);

    /// <summary>Square brackets, likewise.</summary>
    public Block Brackets(string header, string end = "],") => Open(header, "[", end);

    /// <summary>A deeper indentation until the block is disposed.</summary>
    public Block Indent()
    {
        _indent++;
        return new Block(this, null);
    }

    /// <summary>A call or declaration with one argument a line, or with its only argument.</summary>
    public void Arguments(string header, IReadOnlyList<string> arguments, string end)
    {
        if (arguments.Count < 2)
        {
            Line($"{header}({string.Concat(arguments)}){end}");
            return;
        }

        Line(header + "(");
        using (Indent())
            for (int i = 0; i < arguments.Count; i++)
                Line(arguments[i] + (i < arguments.Count - 1 ? "," : ")" + end));
    }

    public override string ToString() => _text.ToString();

    private Block Open(string? header, string bracket, string end)
    {
        if (header is not null) Line(header);
        Line(bracket);
        _last = Last.Opening;
        _indent++;
        return new Block(this, end);
    }

    public readonly struct Block(CodeWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            if (end is null) return;
            writer.Line(end);
            if (end == "}") writer._last = Last.Closing;
        }
    }
}
