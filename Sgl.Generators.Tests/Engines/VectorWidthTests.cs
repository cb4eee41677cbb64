using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>
/// Kernels have the bits of <c>Step</c> with the vectors of other machines, too, and products those of each other: once
/// more, in a process whose <see cref="Vector{T}"/> is narrower or wider than this one's.
/// </summary>
public class VectorWidthTests
{
    private const string Setting = "DOTNET_MaxVectorTBitWidth";

    private static readonly string? _asked = Environment.GetEnvironmentVariable(Setting);

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public async Task Engines_agree_with_vectors_of(int bits)
    {
        Assert.SkipUnless(_asked is null, "This process is the one with another width.");
        Assert.SkipUnless(bits < 512 || Vector512.IsHardwareAccelerated, "This processor has no vectors of 512 bits.");

        string tests = typeof(VectorWidthTests).Assembly.Location;
        Type[] classes = [typeof(EngineTests), typeof(SpikeProductTests), typeof(VectorWidthTests)];
        ProgramRun run = await ProgramRun.Of(
            ProgramRun.DotNet,
            ["exec", tests, .. classes.SelectMany(type => new[] { "-class", type.FullName! })],
            setting: (Setting, bits.ToString(CultureInfo.InvariantCulture)));

        Assert.True(run.ExitCode == 0, run.Text);
    }

    [Fact]
    public void Vectors_are_as_wide_as_was_asked()
    {
        if (_asked is not null) Assert.Equal(int.Parse(_asked, CultureInfo.InvariantCulture), 32 * Vector<float>.Count);
    }
}
