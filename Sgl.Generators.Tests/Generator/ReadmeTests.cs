using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>The README shows what the compiler writes.</summary>
public class ReadmeTests
{
    [Fact]
    public void Generated_code_in_the_README_is_that_of_its_example()
    {
        string[] blocks =
            [.. Regex.Matches(Sources.Readme(), "```csharp\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
        string generated = Assert.Single(InMemory.Generate(blocks[0])).Value;
        string flat = Regex.Replace(generated, "\n +", "\n");
        foreach (string block in blocks[1..3])
            Assert.Contains(Regex.Replace(block, "\n +", "\n"), flat, StringComparison.Ordinal);
    }
}
