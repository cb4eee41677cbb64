namespace Sgl.Generators.Emission;

/// <summary>
/// Breaks a line that is too long: prose between words, code and equations where they hold together least, which is after
/// the commas or before the operators that are in no brackets, else between the arguments of the last call.
/// </summary>
internal static class LineBreaker
{
    /// <summary>The longest line, as <c>.editorconfig</c> has it.</summary>
    public const int MaxLength = 120;

    private const int Deeper = 4;
    private const string Assignment = " = ";

    private static readonly string[] Commas = [", "];
    private static readonly string[] Spaces = [" "];
    private static readonly string[] Accessors = [" { get; }"];

    // Of C# and of equations, the loosest first.
    private static readonly string[][] Operators =
        [[" ? ", " : "], [" || "], [" && "], [" | ", " ∨ "], [" & ", " ∧ "], [" + ", " - ", " − "], [" * ", " · ", " / "]];

    /// <summary>The line as one or more, indented.</summary>
    /// <param name="text">The line.</param>
    /// <param name="indent">Its indentation in columns.</param>
    public static IEnumerable<string> Break(string text, int indent) =>
        indent + text.Length <= MaxLength || text[0] == '#' ? [Indented(text, indent)]
        : text.StartsWith("/// <", StringComparison.Ordinal) ? BreakProse("///", text, indent, following: "///")
        : text.StartsWith("/// ", StringComparison.Ordinal) ? BreakEquation("/// ", text, indent)
        : text.StartsWith("//", StringComparison.Ordinal) ? BreakProse("//", text, indent, following: "//    ")
        : BreakCode(text, indent);

    /// <summary>A text as parts of at most so many characters where words allow it; together they are the text.</summary>
    public static IEnumerable<string> Parts(string text, int length)
    {
        while (text.Length > length && text.LastIndexOf(' ', length - 1) is var at && at > 0)
        {
            yield return text.Substring(0, at + 1);
            text = text.Substring(at + 1);
        }

        yield return text;
    }

    private static IEnumerable<string> BreakEquation(string slashes, string text, int indent) =>
        BreakCode(text.Substring(slashes.Length), indent + slashes.Length)
            .Select(line => Indented(slashes + line.Substring(indent + slashes.Length), indent));

    private static IEnumerable<string> BreakProse(string slashes, string text, int indent, string following)
    {
        string line = slashes;
        foreach (string word in Words(text.Substring(slashes.Length).Trim()))
        {
            if (indent + line.Length + 1 + word.Length > MaxLength && line != slashes)
            {
                yield return Indented(line, indent);
                line = following;
            }

            line += " " + word;
        }

        yield return Indented(line, indent);
    }

    /// <summary>The words of a comment; those of a tag that has attributes stay together.</summary>
    private static IEnumerable<string> Words(string text)
    {
        string word = "";
        foreach (string next in text.Split(' '))
        {
            word += word.Length > 0 ? " " + next : next;
            if (next is "<param" or "<see" or "<exception" or "<inheritdoc") continue;
            yield return word;
            word = "";
        }
    }

    private static IEnumerable<string> BreakCode(string text, int indent)
    {
        if (indent + text.Length <= MaxLength) return [Indented(text, indent)];
        int[] depths = Depths(text);
        if (Pieces(text, depths, 0, Commas) is { Length: > 1 } items) return Fill(items, indent, indent);
        if (Pieces(text, depths, 0, Accessors) is { Length: > 1 } property) return Fill(property, indent, indent);
        int value = Find(text, depths, Assignment);
        foreach (string[] alike in Operators)
            if (Pieces(text, depths, value < 0 ? 0 : value + Assignment.Length, alike) is { Length: > 1 } terms)
                return Fill(terms, indent, indent + Deeper);
        if (BreakBrackets(text, depths, indent, ')') is { } call) return call;
        if (value >= 0)
            return BreakCode(text.Substring(0, value + 2), indent)
                .Concat(BreakCode(text.Substring(value + Assignment.Length), indent + Deeper));

        // An operator at the beginning stays with its operand.
        if (Pieces(text, depths, 3, Spaces) is { Length: > 1 } words) return Fill(words, indent, indent + Deeper);
        if (BreakBrackets(text, depths, indent, '>') is { } type) return type;
        int member = text.LastIndexOf('.');
        return member > 0 && depths[member] == 0
            ? BreakCode(text.Substring(0, member), indent).Append(Indented(text.Substring(member), indent + Deeper))
            : [Indented(text, indent)];
    }

    /// <summary>What is in the last brackets: on a line of its own or, where that is too short, on one each.</summary>
    private static IEnumerable<string>? BreakBrackets(string text, int[] depths, int indent, char end)
    {
        int close = text.Length - 1;
        while (close > 0 && (text[close] != end || depths[close] > 0 || depths[close - 1] == 0)) close--;
        if (close <= 0) return null;
        int open = close - 1;
        while (depths[open] > 0) open--;
        string items = text.Substring(open + 1, close - open - 1);
        string rest = text.Substring(close);
        int inner = indent + Deeper;
        IEnumerable<string> head = BreakCode(text.Substring(0, open + 1), indent);
        if (inner + items.Length + rest.Length <= MaxLength) return head.Append(Indented(items + rest, inner));
        string[] each = Pieces(items, Depths(items), 0, Commas);
        each[each.Length - 1] += rest;
        return head.Concat(each.SelectMany(item => BreakCode(item, inner)));
    }

    /// <summary>Puts as many pieces on a line as it takes.</summary>
    private static IEnumerable<string> Fill(string[] pieces, int indent, int following)
    {
        var lines = new List<string>();
        string line = pieces[0];
        foreach (string piece in pieces.Skip(1))
        {
            if (indent + line.Length + 1 + piece.Length <= MaxLength)
            {
                line += " " + piece;
                continue;
            }

            lines.AddRange(BreakCode(line, indent));
            (line, indent) = (piece, following);
        }

        lines.AddRange(BreakCode(line, indent));
        return lines;
    }

    /// <summary>The text cut outside of brackets: after commas, before operators.</summary>
    private static string[] Pieces(string text, int[] depths, int from, string[] separators)
    {
        var pieces = new List<string>();
        int start = 0;
        for (int i = Math.Max(from, 1); i < text.Length; i++)
        {
            if (depths[i] != 0 || !separators.Any(separator => IsAt(text, i, separator))) continue;
            int cut = separators == Commas ? i + 1 : i;
            pieces.Add(text.Substring(start, cut - start));
            start = cut + 1;
        }

        pieces.Add(text.Substring(start));
        return [.. pieces];
    }

    private static int Find(string text, int[] depths, string wanted)
    {
        for (int i = 0; i < text.Length; i++)
            if (depths[i] == 0 && IsAt(text, i, wanted)) return i;
        return -1;
    }

    private static bool IsAt(string text, int index, string wanted) =>
        string.CompareOrdinal(text, index, wanted, 0, wanted.Length) == 0;

    /// <summary>
    /// In how many brackets each character is, those of type arguments included; an end of them is as deep as their beginning,
    /// and a string is deep.
    /// </summary>
    private static int[] Depths(string text)
    {
        var depths = new int[text.Length];
        int depth = 0, generics = 0;
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') isQuoted = !isQuoted;
            char before = i > 0 ? text[i - 1] : ' ', c = isQuoted ? '"' : text[i];
            bool begins = c == '<' && char.IsLetterOrDigit(before), ends = c == '>' && generics > 0 && before is not (' ' or '=');
            generics += begins ? 1 : ends ? -1 : 0;
            if (ends || c is ')' or ']' or '}') depth--;
            depths[i] = isQuoted ? depth + 1 : depth;
            if (begins || c is '(' or '[' or '{') depth++;
        }

        return depths;
    }

    private static string Indented(string text, int indent) => new string(' ', indent) + text;
}
