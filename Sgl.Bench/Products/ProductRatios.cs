namespace Sgl.Bench;

/// <summary>The matrix product in C# against the system's OpenBLAS, one thread each.</summary>
internal static class ProductRatios
{
    // A product of a few hundred operations is repeated until a clock can tell its time.
    private const double LeastOperations = 5e6;

    private static readonly Pace Short = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.8));

    public static IEnumerable<Entry> Against(OpenBlas? library) =>
        from shape in LayerShape.All
        from product in LayerProduct.All
        select new Ratio($"{shape}-{product.Name}", "OpenBLAS", machine => Compare(shape, product, library!, machine))
        {
            Obstacle = () => library is null ? $"no OpenBLAS under the names {string.Join(", ", OpenBlas.Names)}" : null,
            Pace = Short,
        };

    private static Comparison Compare(LayerShape shape, LayerProduct product, OpenBlas library, Machine machine)
    {
        Matrix x = Random(1, shape.Rows, shape.Inputs), w = Random(2, shape.Outputs, shape.Inputs);
        Matrix dy = Random(3, shape.Rows, shape.Outputs);
        (Matrix left, Matrix right) = product.Factors(x, w, dy);
        var (ours, theirs) = (KernelMemory.Allocate(left.Rows * right.Columns), KernelMemory.Allocate(left.Rows * right.Columns));
        var workers = new Workers(threads: 1);
        double operations = 2.0 * left.Rows * left.Columns * right.Columns;
        int repeats = (int)Math.Max(1, LeastOperations / operations);
        Managed();
        Library();
        Agreement.Near($"product {shape} {product.Name}", 1e-5, ours.Span, theirs.Span);
        double bytes = sizeof(float) * (x.Data.Length + (double)w.Data.Length + dy.Data.Length);
        // What a call moves stays in a cache where calls repeat: only the operations are a floor there.
        return new Comparison(
            machine.FloorMs(repeats > 1 ? 0 : bytes, repeats * operations), () => Repeat(Managed), () => Repeat(Library));

        void Managed() =>
            MatrixProduct.MultiplyBy(MatrixProduct.Managed, left, right, ours, workers, accumulate: false, product.Downwards);

        // It has no order of sums to choose: asked for one, it would hand the product back.
        void Library() => MatrixProduct.MultiplyBy(library, left, right, theirs, workers, accumulate: false);

        void Repeat(Action multiply)
        {
            for (int i = 0; i < repeats; i++) multiply();
        }
    }

    private static Matrix Random(int seed, int rows, int columns)
    {
        Memory<float> values = KernelMemory.Allocate(rows * columns);
        new CounterRandom((ulong)seed).FillUniform(values.Span, -1f, 1f);
        return new Matrix(values, rows, columns);
    }
}
