namespace Sgl.Bench;

/// <summary>A dense layer and the rows that go through it in one call: batch, or batch and time steps.</summary>
internal sealed record LayerShape(int Rows, int Inputs, int Outputs)
{
    /// <summary>Layers of the samples and benchmarks, and their like: a sample, a batch, a batch over all steps.</summary>
    public static IReadOnlyList<LayerShape> All { get; } =
    [
        new(1, 784, 1000), new(1, 784, 256), new(1, 1000, 10), new(1, 20, 32),
        new(8, 784, 256), new(8, 256, 10),
        new(32, 784, 1000), new(32, 1000, 10),
        new(64, 20, 32), new(100, 200, 200), new(128, 784, 1000), new(128, 256, 10),
        new(1600, 20, 32), new(1600, 32, 2), new(3200, 784, 1000), new(3200, 1000, 10),
        new(15200, 128, 200), new(15200, 200, 28),
    ];

    public override string ToString() => FormattableString.Invariant($"{Rows}x{Inputs}-{Outputs}");
}
