namespace Sgl.Generators.Emission;

/// <summary>How a row function gets an argument of the lane function that it calls.</summary>
/// <param name="Name">The parameter of the row function.</param>
/// <param name="IsRow">Whether it is a row of floats, or else one vector for all neurons.</param>
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

    /// <summary>Assigns where the row exists; a null reference stands for none.</summary>
    AssignIfAny,
}

/// <summary>Where a result goes.</summary>
internal sealed record RowSink(string Name, RowStore Store)
{
    /// <summary>Whether the row is one of many, one for each time step.</summary>
    public bool IsOfPlane { get; init; }
}

/// <summary>
/// Writes the loop over the neurons of a row: whole vectors, then the neurons left, by the same lane function.
/// </summary>
internal sealed class RowLoop(
    string name, string summary, LaneFunction function, IReadOnlyList<RowSource> sources, IReadOnlyList<RowSink> sinks)
{
    public string Name => name;

    /// <summary>The parameters, each a row or a vector; one that is both read and written is one parameter.</summary>
    public IEnumerable<RowSource> Parameters => sources
        .Concat(sinks.Select(sink => new RowSource(sink.Name, IsRow: true, Ir.ValueType.Float)))
        .GroupBy(parameter => parameter.Name)
        .Select(same => same.First());

    /// <summary>Writes the row function, then the lane function that it calls.</summary>
    public void Write(CodeWriter code, IReadOnlyList<string> comments)
    {
        WriteLoop(code);
        code.Line();
        function.Write(code, comments, new VectorExpressions(function.Graph));
    }

    private IEnumerable<string> Declarations()
    {
        foreach (RowSource parameter in Parameters)
        {
            yield return (parameter.IsRow ? "ref float" : VectorExpressions.TypeOf(parameter.Type)) + " " + parameter.Name;
            if (Prefetches(parameter.Name)) yield return $"int {parameter.Name}Ahead";
            if (Streams(parameter.Name)) yield return $"bool {parameter.Name}Streams";
        }
    }

    /// <summary>Whether the row of the next time step is fetched ahead, which is so many floats away.</summary>
    public bool Prefetches(string name) => sources.Any(source => source.Name == name && source.IsOfPlane);

    /// <summary>Whether the row may be stored past the caches.</summary>
    public bool Streams(string name) => sinks.Any(sink => sink.Name == name && sink.IsOfPlane);

    private void WriteLoop(CodeWriter code)
    {
        code.Line($"/// <summary>{summary}</summary>");
        code.Arguments($"private static void {name}", ["int width", .. Declarations()], "");
        using (code.Braces())
        {
            string? optional = sinks.FirstOrDefault(sink => sink.Store == RowStore.AssignIfAny)?.Name;
            if (optional is not null) code.Line($"bool saves = !Unsafe.IsNullRef(ref {optional});");
            code.Line("int at = 0;");
            using (code.Braces("for (; at <= width - Vector<float>.Count; at += Vector<float>.Count)"))
            {
                WriteCall(
                    code,
                    row => Prefetches(row)
                        ? $"Lanes.Load(ref {row}, at, {row}Ahead)"
                        : $"Vector.LoadUnsafe(ref {row}, (nuint)at)",
                    (value, row, adds) =>
                        adds ? $"({value} + Vector.LoadUnsafe(ref {row}, (nuint)at)).StoreUnsafe(ref {row}, (nuint)at);"
                        : Streams(row) ? $"Lanes.Store({value}, ref {row}, at, {row}Streams);"
                        : $"{value}.StoreUnsafe(ref {row}, (nuint)at);");
            }

            code.Line();
            using (code.Braces("if (at < width)"))
            {
                code.Line("int left = width - at;");
                WriteCall(
                    code,
                    row => $"Lanes.LoadTail(ref Unsafe.Add(ref {row}, at), left)",
                    (value, row, adds) =>
                        $"Lanes.{(adds ? "Add" : "Store")}Tail({value}, ref Unsafe.Add(ref {row}, at), left);");
            }
        }
    }

    private void WriteCall(CodeWriter code, Func<string, string> load, Func<string, string, bool, string> store)
    {
        var arguments = new List<string>();
        foreach (RowSource source in sources)
        {
            string value = source.IsRow ? load(source.Name) : source.Name;
            bool isStoredBit = source.IsRow && source.Type == Ir.ValueType.Bit;
            arguments.Add(isStoredBit ? $"Vector.Equals({value}, Vector<float>.One)" : value);
        }

        if (sinks.Count == 1)
            code.Arguments($"Vector<float> {sinks[0].Name}Lanes = {function.Name}", arguments, ";");
        else
            code.Arguments(
                function.Name, [.. arguments, .. sinks.Select(sink => $"out Vector<float> {sink.Name}Lanes")], ";");

        foreach (RowSink sink in sinks)
        {
            string statement = store(sink.Name + "Lanes", sink.Name, sink.Store == RowStore.Add);
            code.Line(sink.Store == RowStore.AssignIfAny ? $"if (saves) {statement}" : statement);
        }
    }
}
