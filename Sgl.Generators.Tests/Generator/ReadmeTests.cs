using System.Text.RegularExpressions;
using Sgl.Tests.Documentation;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>The README shows what the compiler writes.</summary>
public class ReadmeTests
{
    [Fact]
    public void Generated_code_in_the_README_is_that_of_its_example()
    {
        CodeBlock[] blocks = [.. CodeBlock.Of(Sources.Readme())];
        string generated = Assert.Single(InMemory.Generate(blocks[0].Code)).Value;
        string flat = Regex.Replace(generated, "\n +", "\n");
        CodeBlock[] excerpts = [.. blocks.Where(block => block.IsExcerpt)];
        Assert.Equal(2, excerpts.Length);
        foreach (CodeBlock excerpt in excerpts)
            Assert.Contains(Regex.Replace(excerpt.Code, "\n +", "\n"), flat, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_example_is_that_of_the_page_to_get_started_with() => Assert.Equal(
        CodeBlock.Of(Sources.Readme()).Where(block => !block.IsExcerpt).Select(block => block.Code),
        CodeBlock.Of(Sources.Page("getting-started")).Select(block => block.Code));
}
