using System.Text;

namespace Sgl.Generators.Emission;

/// <summary>Writes indented lines that end in a plain line feed.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    public void Line(string text = "")
    {
        if (text.Length > 0) _text.Append(' ', 4 * _indent).Append(text);
        _text.Append('\n');
    }

    /// <summary>Braces around what is written until the block is disposed.</summary>
    public Block Braces(string? header = null)
    {
        if (header is not null) Line(header);
        Line("{");
        _indent++;
        return new Block(this, "}");
    }

    /// <summary>A deeper indentation until the block is disposed.</summary>
    public Block Indent()
    {
        _indent++;
        return new Block(this, null);
    }

    /// <summary>A call or declaration with one argument a line.</summary>
    public void Arguments(string header, IReadOnlyList<string> arguments, string end)
    {
        if (arguments.Count == 0)
        {
            Line(header + "()" + end);
            return;
        }

        Line(header + "(");
        using (Indent())
            for (int i = 0; i < arguments.Count; i++)
                Line(arguments[i] + (i < arguments.Count - 1 ? "," : ")" + end));
    }

    public override string ToString() => _text.ToString();

    public readonly struct Block(CodeWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            if (end is not null) writer.Line(end);
        }
    }
}
