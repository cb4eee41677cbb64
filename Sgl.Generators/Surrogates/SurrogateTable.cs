namespace Sgl.Generators.Surrogates;

/// <summary>
/// The surrogates, one definition each: kernels, interpreter, documentation and tests all read it here. They are in the
/// order of <c>Sgl.Kind</c>.
/// </summary>
internal static class SurrogateTable
{
    /// <summary>The kind whose derivative is zero: no gradient passes its spikes.</summary>
    public const string None = "None";

    public static readonly SurrogateRow[] Rows =
    [
        new(None, 1f, "0")
        {
            PrimitiveFormula = "0 where x < 0, else 1",
            Derivative = (b, _, _) => b.Constant(0f),
            Primitive = (x, _) => x >= 0 ? 1 : 0,
            Scaling = Scaling.Other,
            Peak = _ => 0,
            Area = _ => 0,
        },
        .. BellSurrogates.Rows,
        .. PiecewiseSurrogates.Rows,
        .. SignSurrogates.Rows,
    ];

    public static SurrogateRow? Find(string kind) => Array.Find(Rows, row => row.Kind == kind);

    public static SurrogateRow Get(string kind) =>
        Find(kind) ?? throw new InvalidOperationException($"There is no surrogate '{kind}'.");
}
