namespace Sgl.Generators.Emission;

/// <summary>
/// Writes the three faces of a kernel: its own signature on spans with strides, the public method on whole spans,
/// and the runtime's adapter.
/// </summary>
internal static class KernelMethods
{
    /// <summary>The kernel's own parameters.</summary>
    public static IEnumerable<string> Signature(IEnumerable<KernelParameter> parameters) =>
        parameters.Select(p => p.Shape switch
        {
            ParameterShape.Scalar => $"float {p.Name}",
            ParameterShape.Row => $"{Span(p)} {p.Name}",
            _ => $"{Span(p)} {p.Name}, int {p.Name}Stride",
        });

    /// <summary>
    /// A public static method that checks its arguments and runs the kernel, for users without a network: tile by tile,
    /// or all neurons at once.
    /// </summary>
    public static void WritePublic(
        CodeWriter code,
        string kernel,
        string name,
        string summary,
        bool hides,
        IReadOnlyList<KernelParameter> parameters,
        bool isTiled = true)
    {
        code.Line($"/// <summary>{summary}</summary>");
        code.Line("/// <param name=\"steps\">Number of time steps T, at least 1.</param>");
        code.Line("/// <param name=\"neurons\">Number of neurons N.</param>");
        foreach (KernelParameter p in parameters)
            code.Line($"/// <param name=\"{p.Name.TrimStart('@')}\">{p.Doc}</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Arguments(
            $"public static {(hides ? "new " : "")}void {name}",
            ["int steps", "int neurons", .. parameters.Select(PublicParameter)],
            "");
        using (code.Braces())
        {
            code.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);");
            code.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegative(neurons);");
            foreach (KernelParameter p in parameters.Where(p => p.Shape != ParameterShape.Scalar && !p.IsSharedGradient))
                code.Line(Check(p));
            if (isTiled) WriteTiles(code, kernel, parameters);
            else WriteWhole(code, kernel, parameters);
        }
    }

    private static void WriteTiles(CodeWriter code, string kernel, IReadOnlyList<KernelParameter> parameters)
    {
        KernelParameter[] summed = [.. parameters.Where(p => p.IsSharedGradient)];
        foreach (KernelParameter p in summed)
            code.Line(
                $"global::System.Span<float> {p.Name}Lanes = stackalloc float[global::Sgl.ForwardTile.MaxWidth];");
        using (code.Braces(
            "for (int first = 0; first < neurons; first += global::Sgl.ForwardTile.MaxWidth)"))
        {
            code.Line(
                "int width = global::System.Math.Min(global::Sgl.ForwardTile.MaxWidth, neurons - first);");
            foreach (KernelParameter p in summed) code.Line($"{p.Name}Lanes.Clear();");
            code.Arguments(kernel, ["steps", "width", .. parameters.Select(TileArgument)], ";");
            foreach (KernelParameter p in summed)
                code.Line($"{p.Name} += global::Sgl.Lanes.Sum({p.Name}Lanes[..width]);");
        }
    }

    private static void WriteWhole(CodeWriter code, string kernel, IReadOnlyList<KernelParameter> parameters)
    {
        KernelParameter[] summed = [.. parameters.Where(p => p.IsSharedGradient)];
        foreach (KernelParameter p in summed)
            code.Line($"float[] {p.Name}Row = new float[neurons];");
        code.Arguments(kernel, ["steps", "neurons", .. parameters.Select(WholeArgument)], ";");
        foreach (KernelParameter p in summed)
            code.Line($"global::Sgl.Passes.AddSum({p.Name}Row, ref {p.Name});");
    }

    /// <summary>The explicit implementation of the runtime's interface.</summary>
    public static void WriteAdapter(
        CodeWriter code, string kernel, string interfaceName, string name, IEnumerable<KernelParameter> parameters)
    {
        code.Line($"static void {interfaceName}.{name}(in global::Sgl.{name}Tile tile) =>");
        using (code.Indent())
            code.Arguments(kernel, ["tile.Steps", "tile.Width", .. parameters.Select(Adapt)], ";");
    }

    private static string Span(KernelParameter p) => p.IsWritten ? "Span<float>" : "ReadOnlySpan<float>";

    private static string PublicParameter(KernelParameter p) =>
        p.IsSharedGradient ? $"ref float {p.Name}"
        : p.Shape == ParameterShape.Scalar ? $"float {p.Name}"
        : $"global::System.{Span(p)} {p.Name}" + (p is { IsOptional: true, IsWritten: true } ? " = default" : "");

    private static string Check(KernelParameter p)
    {
        string kind = p.Shape == ParameterShape.Row ? "Row" : p.IsOptional ? "PlaneOrNone" : "Plane";
        string shape = p.Shape == ParameterShape.Row ? "neurons" : "steps, neurons";
        return $"global::Sgl.Lanes.Require{kind}({p.Name}, {shape}, nameof({p.Name}));";
    }

    private static string TileArgument(KernelParameter p) => p switch
    {
        { IsSharedGradient: true } => $"{p.Name}Lanes[..width]",
        { Shape: ParameterShape.Scalar } => p.Name,
        { Shape: ParameterShape.Row } => $"{p.Name}.Slice(first, width)",
        { IsOptional: true } => $"{p.Name}.IsEmpty ? default : {p.Name}[first..], neurons",
        _ => $"{p.Name}[first..], neurons",
    };

    private static string WholeArgument(KernelParameter p) => p switch
    {
        { IsSharedGradient: true } => $"{p.Name}Row",
        { Shape: ParameterShape.Plane } => $"{p.Name}, neurons",
        _ => p.Name,
    };

    private static string Adapt(KernelParameter p) => p.Shape switch
    {
        ParameterShape.Scalar => $"{p.Tile}.Span[0]",
        ParameterShape.Row when p.Tile.StartsWith("tile.Parameters[", StringComparison.Ordinal) => $"{p.Tile}.Span",
        ParameterShape.Row => $"{p.Tile}.Span.Slice(tile.Offset, tile.Width)",
        _ => $"{p.Tile}.From(tile.Offset), {p.Tile}.Stride",
    };
}
