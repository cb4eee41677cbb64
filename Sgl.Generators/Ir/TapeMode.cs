namespace Sgl.Generators.Ir;

/// <summary>The members of <c>Sgl.Tape</c>.</summary>
internal enum TapeMode
{
    Auto,
    Save,
    Recompute,
}
