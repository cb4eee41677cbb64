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
/// A system's OpenBLAS takes its place where that is asked for. It is called on blocks that follow from the shape, so the
/// bits still do not depend on the number of threads; but they are the library's own, differ between its versions and
/// processors, and may depend on the other rows: so schedules that cut time differently, and <see cref="Stepper"/>, no
/// longer have the same bits. Sums downwards never go there. To ask for it, set the <see cref="AppContext"/> switch
/// <c>Sgl.OpenBlas</c> to true (in a project file:
/// <c>&lt;RuntimeHostConfigurationOption Include="Sgl.OpenBlas" Value="true" /&gt;</c>) or the environment variable
/// <c>SGL_OPENBLAS</c> to 1, before the first product; where there is none then, the first product throws a
/// <see cref="DllNotFoundException"/>. A variable of 0 goes before the switch.
/// </para>
/// </remarks>
public static class MatrixProduct
{
    /// <summary>The product in C#, for those who need its bits.</summary>
    internal static readonly IMatrixProduct Managed = new ManagedProduct();

    private static readonly Lazy<IMatrixProduct> LazilyChosen = new(() => Choose(OpenBlas.Names));

    /// <summary>The product for everything else.</summary>
    internal static IMatrixProduct Chosen => LazilyChosen.Value;

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

    /// <summary>The product that was asked for.</summary>
    /// <param name="names">What an OpenBLAS may be called.</param>
    internal static IMatrixProduct Choose(IReadOnlyList<string> names)
    {
        bool isWanted = Environment.GetEnvironmentVariable("SGL_OPENBLAS") switch
        {
            "0" => false,
            "1" => true,
            _ => AppContext.TryGetSwitch("Sgl.OpenBlas", out bool isOn) && isOn,
        };
        if (!isWanted) return Managed;
        return OpenBlas.Load(names) ?? throw new DllNotFoundException(
            "OpenBLAS was asked for, by the switch Sgl.OpenBlas or the variable SGL_OPENBLAS, but none was found by the names "
            + $"{string.Join(", ", names)}. Install one, or take the product in C#, which is the default.");
    }
}
