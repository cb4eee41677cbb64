namespace Sgl.Generators.Emission;

/// <summary>Creates C# identifiers that are unique within a scope.</summary>
internal sealed class NameScope(params string[] reserved)
{
    // The reserved words of C#; contextual ones are names wherever kernels use names.
    private static readonly string[] Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const",
        "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern",
        "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface",
        "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override",
        "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof",
        "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint",
        "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    private readonly HashSet<string> _taken = [.. reserved];
    private int _temporary = 1;

    /// <summary>The wanted name in camel case, with the first number that makes it free where it is taken.</summary>
    /// <param name="wanted">A C# identifier.</param>
    /// <param name="suffixes">Endings under which the name is used too, all of which must be free.</param>
    public string Declare(string wanted, params string[] suffixes)
    {
        string stem = CamelCase(wanted);
        string name = stem;
        string separator = char.IsDigit(stem[stem.Length - 1]) ? "_" : "";
        for (int k = 2; Forms(name).Any(_taken.Contains); k++) name = stem + separator + k;
        _taken.UnionWith(Forms(name));
        return Escape(name);

        IEnumerable<string> Forms(string form) => suffixes.Select(suffix => form + suffix).Prepend(form);
    }

    /// <summary>The first of t1, t2, … that is free and that nothing declared later is called.</summary>
    public string DeclareTemporary(HashSet<string> later)
    {
        while (_taken.Contains("t" + _temporary)) _temporary++;
        int k = _temporary;
        while (later.Contains("t" + k) || !_taken.Add("t" + k)) k++;
        return "t" + k;
    }

    /// <summary>The name as an identifier: a reserved word gets its at-sign.</summary>
    public static string Escape(string name) => IsKeyword(name) ? "@" + name : name;

    public static string PascalCase(string name)
    {
        string bare = name.TrimStart('_', '@');
        return bare.Length == 0 ? name : char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    public static string CamelCase(string name)
    {
        string bare = name.TrimStart('_', '@');
        return bare.Length == 0 || char.IsDigit(bare[0]) ? name : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
    }

    private static bool IsKeyword(string name) => Array.IndexOf(Keywords, name) >= 0;
}
