namespace Sgl.Generators.Emission;

/// <summary>How a row function gets an argument of the lane function that it calls.</summary>
/// <param name="Name">The parameter of the row function.</param>
/// <param name="IsRow">Whether it is a row of floats, or else one float for all neurons; a bit is 0 or 1.</param>
/// <param name="Type">The type the lane function takes.</param>
internal sealed record RowSource(string Name, bool IsRow, Ir.ValueType Type)
{
    /// <summary>Whether the row is one of many, one for each time step, most of which are not in a cache.</summary>
    public bool IsOfPlane { get; init; }
}

/// <summary>What a row function does with a result.</summary>
internal enum RowStore
{
    Assign,
    Add,

    /// <summary>Assigns where the row exists; a null reference means that there is none.</summary>
    AssignIfAny,
}

/// <summary>Where a result goes.</summary>
internal sealed record RowSink(string Name, RowStore Store)
{
    /// <summary>Whether the row is one of many, one for each time step.</summary>
    public bool IsOfPlane { get; init; }

    /// <summary>The row of bits that takes the result, a spike, instead where it exists; null where there is none.</summary>
    public string? Bits { get; init; }
}

/// <summary>
/// Writes the loop over the neurons of a row: whole vectors, then the neurons left, by the same lane function.
/// </summary>
/// <param name="prefix">What the names of its methods begin with.</param>
/// <param name="summary">What it computes, for people to read.</param>
/// <param name="function">What it computes.</param>
/// <param name="sources">Where the arguments come from.</param>
/// <param name="sinks">Where the results go.</param>
internal sealed class RowLoop(
    string prefix, string summary, LaneFunction function, IReadOnlyList<RowSource> sources, IReadOnlyList<RowSink> sinks)
{
    public string Name => prefix + "Row";

    private string RestName => prefix + "Rest";

    /// <summary>Whether vectors of 512 bits are used where the processor has them.</summary>
    public bool IsWide
    {
        // What is computed from nothing cannot be overloaded.
        get => field && function.Arguments.Length > 0;
        init;
    }

    /// <summary>Whether other vectors are computed two at a time, which pays off where memory is the limit.</summary>
    public bool IsPaired { get; init; }

    /// <summary>The parameters, each a row or a number; one that is both read and written is one parameter.</summary>
    public IEnumerable<RowSource> Parameters => sources
        .Concat(sinks.Select(sink => new RowSource(sink.Name, IsRow: true, Ir.ValueType.Float)))
        .GroupBy(parameter => parameter.Name)
        .Select(same => same.First());

    /// <summary>Writes the row function, what it calls for the rest of a row, and the lane function of both.</summary>
    public void Write(CodeWriter code, IReadOnlyList<string> comments)
    {
        WriteRow(code);
        code.Line();
        WriteRest(code);
        code.Line();
        function.Write(code, comments, VectorType.Any);
        if (!IsWide) return;
        code.Line();
        function.Write(code, comments, VectorType.Line);
    }

    /// <summary>Whether the row of the next time step is fetched ahead, which is so many floats away.</summary>
    public bool Prefetches(string name) => sources.Any(source => source.Name == name && source.IsOfPlane);

    /// <summary>The row of bits beside that of a spike; null where there is none.</summary>
    public string? BitsOf(string name) => sinks.FirstOrDefault(sink => sink.Name == name)?.Bits;

    /// <summary>Whether the row may be stored past the caches.</summary>
    public bool Streams(string name) => sinks.Any(sink => sink.Name == name && sink.IsOfPlane);

    /// <summary>What both functions work on: the parameters, and the row of bits beside that of a spike.</summary>
    private IEnumerable<Operand> Operands()
    {
        foreach (RowSource parameter in Parameters)
        {
            yield return new Operand(parameter.IsRow ? "ref " : "", "float", parameter.Name);
            if (BitsOf(parameter.Name) is { } bits) yield return new Operand("ref ", "byte", bits);
        }
    }

    private IEnumerable<string> Declarations()
    {
        foreach (Operand operand in Operands())
        {
            yield return operand.Declaration;
            if (Prefetches(operand.Name)) yield return $"int {operand.Name}Ahead";
            if (Streams(operand.Name)) yield return $"bool {operand.Name}Streams";
        }
    }

    private void WriteRow(CodeWriter code)
    {
        code.Line($"/// <summary>{summary}</summary>");

        // Optimized from the first call on: what a profile of the first calls suggests is often half as fast.
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Arguments($"private static void {Name}", ["int width", .. Declarations()], "");
        using (code.Braces())
        {
            WriteConditions(code);
            code.Line("int at = 0;");
            if (IsWide)
            {
                using (code.Braces("if (Vector512.IsHardwareAccelerated)")) WriteVectors(code, VectorType.Line);
                using (code.Braces("else")) WriteNarrow(code);
            }
            else
            {
                WriteNarrow(code);
            }

            code.Line();
            code.Arguments(RestName, ["at", "width", .. Operands().Select(operand => operand.Argument)], ";");
        }
    }

    private void WriteNarrow(CodeWriter code)
    {
        if (IsPaired) WritePairs(code);
        else WriteVectors(code, VectorType.Any);
    }

    private void WriteConditions(CodeWriter code)
    {
        string? optional = sinks.FirstOrDefault(sink => sink.Store == RowStore.AssignIfAny)?.Name;
        if (optional is not null) code.Line($"bool saves = !Unsafe.IsNullRef(ref {optional});");
        foreach (RowSink spike in sinks.Where(sink => sink.Bits is not null))
            code.Line($"bool {spike.Name}Packs = !Unsafe.IsNullRef(ref {spike.Bits});");
    }

    /// <summary>Vectors of what is the same for all neurons.</summary>
    private void WriteShared(CodeWriter code, VectorType type)
    {
        foreach (RowSource shared in sources.Where(source => !source.IsRow))
            code.Line($"{type.Floats} {shared.Name}Lanes = {type.Name}.Create({shared.Name});");
    }

    private void WriteVectors(CodeWriter code, VectorType type)
    {
        WriteShared(code, type);
        using (code.Braces($"for (; at <= width - {type.Count}; at += {type.Count})"))
        {
            WriteCall(code, type, "Lanes", row => Load(type, row, "at"));
            WriteStores(
                code,
                (value, row, adds) =>
                [
                    adds ? Add(type, value, row, "at")
                    : Streams(row) ? $"Lanes.Store({value}, ref {row}, at, {row}Streams);"
                    : $"{value}.StoreUnsafe(ref {row}, (nuint)at);",
                ],
                (value, bits) => $"Lanes.StoreBits({value}, ref {bits}, at);");
        }
    }

    // Two vectors fill a cache line, which is then stored at once.
    private void WritePairs(CodeWriter code)
    {
        WriteShared(code, VectorType.Any);
        using (code.Braces("for (; at <= width - 2 * Vector<float>.Count; at += 2 * Vector<float>.Count)"))
        {
            code.Line("int next = at + Vector<float>.Count;");
            WriteCall(code, VectorType.Any, "Lanes", row => Load(VectorType.Any, row, "at"));
            WriteCall(code, VectorType.Any, "Lanes2", row => $"Vector.LoadUnsafe(ref {row}, (nuint)next)");
            WriteStores(
                code,
                (value, row, adds) =>
                    adds ? [Add(VectorType.Any, value, row, "at"), Add(VectorType.Any, value + "2", row, "next")]
                    : [$"Lanes.Store({value}, {value}2, ref {row}, at{(Streams(row) ? $", {row}Streams" : "")});"],
                (value, bits) => $"Lanes.StoreBits({value}, {value}2, ref {bits}, at);");
        }
    }

    // A method of its own: where the method of a loop makes calls, the loop keeps its vectors in memory. A narrow row is
    // all rest, so it is optimized from the first call on, too.
    private void WriteRest(CodeWriter code)
    {
        code.Line($"/// <summary>The neurons that <c>{Name}</c> leaves.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]");
        string[] declarations = ["int at", "int width", .. Operands().Select(operand => operand.Declaration)];
        code.Arguments($"private static void {RestName}", declarations, "");
        using (code.Braces())
        {
            WriteConditions(code);
            WriteShared(code, VectorType.Any);
            using (code.Braces("for (; at < width; at += Vector<float>.Count)"))
            {
                code.Line("int left = Math.Min(width - at, Vector<float>.Count);");
                WriteCall(code, VectorType.Any, "Lanes", row => $"Lanes.LoadTail(ref Unsafe.Add(ref {row}, at), left)");
                WriteStores(
                    code,
                    (value, row, adds) =>
                        [$"Lanes.{(adds ? "Add" : "Store")}Tail({value}, ref Unsafe.Add(ref {row}, at), left);"],
                    (value, bits) => $"Lanes.StoreBitsTail({value}, ref {bits}, at, left);");
            }
        }
    }

    private string Load(VectorType type, string row, string at) =>
        !Prefetches(row) ? $"{type.Name}.LoadUnsafe(ref {row}, (nuint){at})"
        : $"Lanes.{(type == VectorType.Line ? "LoadLine" : "Load")}(ref {row}, {at}, {row}Ahead)";

    private static string Add(VectorType type, string value, string row, string at) =>
        $"({value} + {type.Name}.LoadUnsafe(ref {row}, (nuint){at})).StoreUnsafe(ref {row}, (nuint){at});";

    private void WriteCall(CodeWriter code, VectorType type, string suffix, Func<string, string> load)
    {
        var arguments = new List<string>();
        foreach (RowSource source in sources)
        {
            string value = source.IsRow ? load(source.Name) : source.Name + "Lanes";
            bool isStoredBit = source.Type == Ir.ValueType.Bit;
            arguments.Add(isStoredBit ? $"{type.Name}.Equals({value}, {type.Floats}.One)" : value);
        }

        string[] results = [.. sinks.Select(sink => $"{type.Floats} {sink.Name}{suffix}")];
        if (results.Length == 1) code.Arguments($"{results[0]} = {function.Name}", arguments, ";");
        else code.Arguments(function.Name, [.. arguments, .. results.Select(result => "out " + result)], ";");
    }

    private void WriteStores(
        CodeWriter code, Func<string, string, bool, string[]> store, Func<string, string, string> storeBits)
    {
        foreach (RowSink sink in sinks)
        {
            if (sink.Bits is not null) code.Line($"if ({sink.Name}Packs) {storeBits(sink.Name + "Lanes", sink.Bits)}");
            string condition = sink.Bits is not null ? "else " : sink.Store == RowStore.AssignIfAny ? "if (saves) " : "";
            foreach (string statement in store(sink.Name + "Lanes", sink.Name, sink.Store == RowStore.Add))
                code.Line(condition + statement);
        }
    }

    private sealed record Operand(string Modifier, string Type, string Name)
    {
        public string Declaration => $"{Modifier}{Type} {Name}";

        public string Argument => Modifier + Name;
    }
}
