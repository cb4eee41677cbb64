using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sgl.Bench;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Sgl.Tests.Tensors;

/// <summary>Tests that work with tensors: one after the other, because some count them, each within a scope of its own.</summary>
[Collection(nameof(TensorTests))]
public abstract class TensorTests : IDisposable
{
    private readonly DisposeScope _scope;

    protected TensorTests()
    {
        Load();
        _scope = NewScope();
    }

    public void Dispose()
    {
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Random values around 0, different ones for each seed.</summary>
    protected static Tensor Values(ulong seed, params long[] shape)
    {
        var random = new CounterRandom(seed);
        float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(i => 4f * (float)random.Uniform((ulong)i) - 1.5f)];
        return tensor(values).reshape(shape);
    }

    protected static float[] ToArray(Tensor values) => [.. values.detach().contiguous().data<float>()];

    protected static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(ToArray(expected), ToArray(actual));
    }

    /// <summary>Within the rounding of sums over time and samples, relative to the largest value.</summary>
    protected static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double scale = Math.Max(1, expected.abs().max().item<float>());
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-4 * scale);
    }

    private static void Load()
    {
        bool hasPackage = RuntimeInformation.ProcessArchitecture == (OperatingSystem.IsMacOS() ? Architecture.Arm64 : Architecture.X64);
        Assert.SkipUnless(hasPackage, "There is no package of libtorch for this platform.");
        Assert.Null(TorchLibrary.Obstacle());
    }

    // In a method of its own: TorchSharp loads its library before a method starts that mentions it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DisposeScope NewScope() => NewDisposeScope();
}
