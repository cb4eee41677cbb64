namespace Sgl.Generators.Emission;

/// <summary>A kind of vector that kernels compute with.</summary>
/// <param name="Name">The class that has its functions, and its name without that of its elements.</param>
/// <param name="Mask">What a comparison of vectors is.</param>
internal sealed record VectorType(string Name, string Mask)
{
    /// <summary>As long as the processor has them, but at most 256 bits.</summary>
    public static readonly VectorType Any = new("Vector", "Vector<int>");

    /// <summary>A cache line, where the processor has such vectors.</summary>
    public static readonly VectorType Line = new("Vector512", "Vector512<float>");

    /// <summary>A vector of numbers.</summary>
    public string Floats => $"{Name}<float>";

    /// <summary>The neurons of a vector, as C#.</summary>
    public string Count => $"{Floats}.Count";

    /// <summary>The C# type of a value.</summary>
    public string Of(Ir.ValueType type) => type == Ir.ValueType.Bit ? Mask : Floats;
}
