namespace Sgl.Bench;

/// <summary>One of the three products of a dense layer, on matrices that lie in memory as the layer's do.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Downwards">Whether the layer sums from the last row to the first.</param>
/// <param name="Factors">The two factors, from the input x, the weights W and the gradient dy of the output.</param>
internal sealed record LayerProduct(
    string Name, bool Downwards, Func<Matrix, Matrix, Matrix, (Matrix Left, Matrix Right)> Factors)
{
    public static IReadOnlyList<LayerProduct> All { get; } =
    [
        new("forward", false, (x, w, _) => (x, w.Transpose())),
        new("input-gradient", false, (_, w, dy) => (dy, w)),
        new("weight-gradient", true, (x, _, dy) => (dy.Transpose(), x)),
    ];
}
