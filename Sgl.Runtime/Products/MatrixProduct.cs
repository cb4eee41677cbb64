namespace Sgl;

/// <summary>
/// The product of two float32 matrices, of any strides: all three products of a dense layer are this one.
/// </summary>
/// <remarks>
/// <para>
/// The product in C# makes every output element one chain of multiply-adds along k, from what C holds or from 0. So the
/// bits depend neither on the number of threads, nor on the other rows and columns, nor on where a long sum is cut into
/// calls that go on from each other's C.
/// </para>
/// <para>
/// A system's OpenBLAS takes its place where there is one. It is called on blocks that follow from the shape, so the
/// bits still do not depend on the number of threads; but they are the library's own, differ between its versions and
/// processors, and may depend on the other rows. Sums downwards never go there. To do without it, set the
/// <see cref="AppContext"/> switch <c>Sgl.OpenBlas</c> to false (in a project file:
/// <c>&lt;RuntimeHostConfigurationOption Include="Sgl.OpenBlas" Value="false" /&gt;</c>) or the environment variable
/// <c>SGL_OPENBLAS</c> to 0, before the first product.
/// </para>
/// </remarks>
public static class MatrixProduct
{
    /// <summary>The product in C#, for those who need its bits.</summary>
    internal static readonly IMatrixProduct Managed = new ManagedProduct();

    /// <summary>The product for everything else.</summary>
    internal static readonly IMatrixProduct Chosen = Choose();

    /// <summary>Who multiplies: "managed", or the library and what it says of its build.</summary>
    public static string Backend => Chosen.ToString()!;

    /// <summary>C = A·B, or C += A·B.</summary>
    /// <param name="a">A, [M, K].</param>
    /// <param name="b">B, [K, N].</param>
    /// <param name="c">C, [M, N] row-major and contiguous; must not overlap A or B.</param>
    /// <param name="workers">The threads to use.</param>
    /// <param name="accumulate">Whether to add to what C holds; else it is overwritten.</param>
    /// <param name="downwards">
    /// Whether to sum from the last k to the first: weight gradients run over time, of which the last steps come first.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a matrix reaches beyond its data.</exception>
    public static void Multiply(
        Matrix a, Matrix b, Memory<float> c, Workers workers, bool accumulate = false, bool downwards = false) =>
        MultiplyBy(Chosen, a, b, c, workers, accumulate, downwards);

    /// <summary><see cref="Multiply"/> by one that the caller names.</summary>
    internal static void MultiplyBy(
        IMatrixProduct by, Matrix a, Matrix b, Memory<float> c, Workers workers, bool accumulate, bool downwards = false)
    {
        ArgumentNullException.ThrowIfNull(workers);
        a.RequireValid(nameof(a));
        b.RequireValid(nameof(b));
        if (a.Columns != b.Rows)
            throw new ArgumentException($"'a' has {a.Columns} columns, 'b' has {b.Rows} rows; they must be equal.");
        Lanes.RequireLength(c.Length, (long)a.Rows * b.Columns, nameof(c));
        if (!c.IsEmpty) by.Multiply(a, b, c, workers, accumulate, downwards);
    }

    private static IMatrixProduct Choose()
    {
        bool refused = (AppContext.TryGetSwitch("Sgl.OpenBlas", out bool wanted) && !wanted)
            || Environment.GetEnvironmentVariable("SGL_OPENBLAS") == "0";
        return (refused ? null : OpenBlas.Load(OpenBlas.Names)) ?? Managed;
    }
}
