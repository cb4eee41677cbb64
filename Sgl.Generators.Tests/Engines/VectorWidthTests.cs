using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// Kernels have the bits of <c>Step</c> with the vectors of other machines, too, and products those of each other: once
/// more, in a process that is told to use narrower vectors, or a wider <see cref="Vector{T}"/>.
/// </summary>
[Slow(30)]
public class VectorWidthTests
{
    private const string Widest = "DOTNET_PreferredVectorBitWidth";
    private const string WidestOfAnyLength = "DOTNET_MaxVectorTBitWidth";

    private static readonly string[] _settings = [Widest, WidestOfAnyLength];

    private static readonly string? _asked =
        _settings.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is not null);

    [Theory]
    [InlineData(Widest, 128)]
    [InlineData(Widest, 256)]
    [InlineData(WidestOfAnyLength, 512)]
    public async Task Engines_agree_with_vectors_of(string setting, int bits)
    {
        Assert.SkipUnless(_asked is null, "This process is the one with another width.");
        Assert.SkipUnless(bits == 128 || Vector512.IsHardwareAccelerated, "This processor has no vectors of 512 bits.");

        string tests = typeof(VectorWidthTests).Assembly.Location;
        Type[] classes =
        [
            typeof(EngineTests), typeof(SpikeProductTests), typeof(SetBitsTests), typeof(SynapseGradientTests), typeof(RowsTests),
            typeof(VectorWidthTests),
        ];
        ProgramRun run = await ProgramRun.Of(
            ProgramRun.DotNet,
            ["exec", tests, .. classes.SelectMany(type => new[] { "-class", type.FullName! })],
            setting: (setting, bits.ToString(CultureInfo.InvariantCulture)));

        Assert.True(run.ExitCode == 0, run.Text);
    }

    [Fact]
    public void Vectors_are_as_wide_as_was_asked()
    {
        if (_asked is null) return;
        int bits = int.Parse(_asked, CultureInfo.InvariantCulture);
        Assert.Equal(bits, 32 * Vector<float>.Count);
        Assert.Equal(bits >= 512, Vector512.IsHardwareAccelerated);
    }
}
