using Microsoft.CodeAnalysis;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Library;

/// <summary>The library's neurons, which people copy, are written as the remarks ask for.</summary>
public class RemarkTests
{
    /// <summary>Presets have a pragma where the library that they are of bounds nothing.</summary>
    [Fact]
    public async Task The_bits_are_those_of_kernels_and_learned_decays_have_bounds()
    {
        Diagnostic[] found = await InMemory.Analyze([.. Sources.Library()]);
        Assert.Equal([], found.Where(d => d.Id is "SGL0110" or "SGL0111").Select(d => d.ToString()));
    }
}
