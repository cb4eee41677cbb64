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
            ParameterShape.Flag => $"bool {p.Name}",
            ParameterShape.Row or ParameterShape.Scratch or ParameterShape.Sum => $"{Span(p)} {p.Name}",
            ParameterShape.BitPlane => $"Span<byte> {p.Name}, int {p.Name}Stride",
            _ => $"{Span(p)} {p.Name}, int {p.Name}Stride",
        });

    /// <summary>
    /// A public static method that checks its arguments and runs the kernel, for users without a network: tile by tile,
    /// or all neurons at once.
    /// </summary>
    /// <param name="code">Where to write.</param>
    /// <param name="kernel">The kernel's full name.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="hides">Whether it hides a base's method.</param>
    /// <param name="parameters">What the kernel works on.</param>
    /// <param name="scratchPerStep">Floats of scratch per neuron-step that the kernel needs.</param>
    /// <param name="isTiled">Whether it runs tile by tile.</param>
    /// <param name="remarksOf">The type whose remarks are the method's, too, if any.</param>
    public static void WritePublic(
        CodeWriter code,
        string kernel,
        string name,
        string summary,
        bool hides,
        IReadOnlyList<KernelParameter> parameters,
        int scratchPerStep = 0,
        bool isTiled = true,
        string? remarksOf = null)
    {
        KernelParameter[] given = [.. parameters.Where(p => p.IsPublic)];
        KernelParameter[] summed = [.. parameters.Where(p => p.IsSharedGradient)];
        KernelParameter[] lent = [.. parameters.Where(p => p.IsSharedGradient || p.Shape == ParameterShape.Sum)];
        code.Line($"/// <summary>{summary}</summary>");
        code.Line("/// <param name=\"steps\">Number of time steps T, at least 1.</param>");
        code.Line("/// <param name=\"neurons\">Number of neurons N.</param>");
        foreach (KernelParameter p in given)
            code.Line($"/// <param name=\"{p.Name.TrimStart('@')}\">{p.Doc}</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        // The last remarks are the generated ones; the user's class may have its own before them.
        if (remarksOf is not null) code.Line($"/// <inheritdoc cref=\"{remarksOf}\" path=\"/remarks[last()]\"/>");
        // A method of the user's class; that of a nested class is marked with it.
        if (remarksOf is not null) Frame.MarkGenerated(code);
        code.Arguments(
            $"public static {(hides ? "new " : "")}void {name}",
            ["int steps", "int neurons", .. given.Select(PublicParameter)],
            "");
        using (code.Braces())
        {
            code.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);");
            code.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegative(neurons);");
            foreach (KernelParameter p in given.Where(p => p.Shape != ParameterShape.Scalar && !p.IsSharedGradient))
                code.Line(Check(p));
            code.Paragraph();
            if (!isTiled)
            {
                WriteWhole(code, kernel, parameters, lent, summed, scratchPerStep);
                return;
            }

            foreach (KernelParameter p in summed) code.Line($"double {p.Name}Sum = 0;");
            foreach (KernelParameter p in lent)
                code.Line(
                    $"global::System.Span<float> {p.Name}Lanes = stackalloc float[global::Sgl.ForwardTile.MaxWidth];");
            if (scratchPerStep == 0) WriteTiles(code, kernel, "global::Sgl.ForwardTile.MaxWidth", parameters, lent, summed);
            else WriteTilesWithScratch(code, kernel, parameters, lent, summed, scratchPerStep);
            foreach (KernelParameter p in summed) code.Line($"{p.Name} += (float){p.Name}Sum;");
        }
    }

    private static void WriteTiles(
        CodeWriter code,
        string kernel,
        string widest,
        IReadOnlyList<KernelParameter> parameters,
        KernelParameter[] lent,
        KernelParameter[] summed)
    {
        code.Paragraph();
        using (code.Braces($"for (int first = 0; first < neurons; first += {widest})"))
        {
            code.Line($"int width = global::System.Math.Min({widest}, neurons - first);");
            foreach (KernelParameter p in lent) code.Line($"{p.Name}Lanes.Clear();");
            code.Arguments(kernel, ["steps", "width", .. parameters.Select(TileArgument)], ";");
            foreach (KernelParameter p in summed)
                code.Line($"{p.Name}Sum = global::Sgl.Lanes.Sum({p.Name}Lanes[..width], {p.Name}Sum);");
        }
    }

    private static void WriteTilesWithScratch(
        CodeWriter code,
        string kernel,
        IReadOnlyList<KernelParameter> parameters,
        KernelParameter[] lent,
        KernelParameter[] summed,
        int scratchPerStep)
    {
        const string Pool = "global::System.Buffers.ArrayPool<float>.Shared";
        string perStep = Literals.Int(scratchPerStep);
        code.Line($"int widest = global::Sgl.BackwardTile.WidthFor(steps, {perStep});");
        code.Line($"float[] scratch = {Pool}.Rent(global::Sgl.BackwardTile.ScratchLength(steps, widest, {perStep}));");
        using (code.Braces("try")) WriteTiles(code, kernel, "widest", parameters, lent, summed);
        using (code.Braces("finally")) code.Line($"{Pool}.Return(scratch);");
    }

    private static void WriteWhole(
        CodeWriter code,
        string kernel,
        IReadOnlyList<KernelParameter> parameters,
        KernelParameter[] lent,
        KernelParameter[] summed,
        int scratchPerStep)
    {
        foreach (KernelParameter p in lent) code.Line($"float[] {p.Name}Row = new float[neurons];");
        if (scratchPerStep > 0)
            code.Line(
                "float[] scratch = new float["
                + $"global::Sgl.BackwardTile.ScratchLength(steps, neurons, {Literals.Int(scratchPerStep)})];");
        code.Arguments(kernel, ["steps", "neurons", .. parameters.Select(WholeArgument)], ";");
        foreach (KernelParameter p in summed) code.Line($"global::Sgl.Passes.AddSum({p.Name}Row, ref {p.Name});");
    }

    /// <summary>The explicit implementation of the runtime's interface.</summary>
    public static void WriteAdapter(
        CodeWriter code, string kernel, string interfaceName, string name, IEnumerable<KernelParameter> parameters)
    {
        Frame.MarkGenerated(code);
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
        { Shape: ParameterShape.Flag } => $"{p.Name}: false",
        { Shape: ParameterShape.BitPlane } => $"{p.Name}: default, {p.Name}Stride: 0",
        { IsSharedGradient: true } or { Shape: ParameterShape.Sum } => $"{p.Name}Lanes[..width]",
        { Shape: ParameterShape.Scalar or ParameterShape.Scratch } => p.Name,
        { Shape: ParameterShape.Row } => $"{p.Name}.Slice(first, width)",
        { IsOptional: true } => $"{p.Name}.IsEmpty ? default : {p.Name}[first..], neurons",
        _ => $"{p.Name}[first..], neurons",
    };

    private static string WholeArgument(KernelParameter p) => p switch
    {
        { Shape: ParameterShape.Flag } => $"{p.Name}: false",
        { IsSharedGradient: true } or { Shape: ParameterShape.Sum } => $"{p.Name}Row",
        { Shape: ParameterShape.Plane } => $"{p.Name}, neurons",
        _ => p.Name,
    };

    private static string Adapt(KernelParameter p) => p.Shape switch
    {
        ParameterShape.Scalar => $"{p.Tile}.Span[0]",
        ParameterShape.Scratch or ParameterShape.Flag => p.Tile,
        ParameterShape.Row when p.Tile.StartsWith("tile.Parameters[", StringComparison.Ordinal) => $"{p.Tile}.Span",
        ParameterShape.Row or ParameterShape.Sum => $"{p.Tile}.Span.Slice(tile.Offset, tile.Width)",
        _ => $"{p.Tile}.From(tile.Offset), {p.Tile}.Stride",
    };
}
