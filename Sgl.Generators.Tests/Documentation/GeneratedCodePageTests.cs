using System.Text.RegularExpressions;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Documentation;

/// <summary>The page on generated code quotes what the compiler writes today.</summary>
public partial class GeneratedCodePageTests
{
    private static readonly string Page = Sources.Page("generated-code");

    public static TheoryData<string> Excerpts => [.. CodeBlock.Of(Page).Where(block => block.IsExcerpt).Select(block => block.Code)];

    /// <summary>A line of … stands for lines left out.</summary>
    [Theory]
    [MemberData(nameof(Excerpts))]
    public void Excerpts_are_of_the_files_of_the_model(string excerpt)
    {
        string model = CodeBlock.Of(Page).First(block => !block.IsExcerpt).Code;
        string[] parts = [.. Indentation().Replace("\n" + excerpt, "\n").Split("\n…\n").Select(part => part.Trim('\n'))];
        Assert.Contains(InMemory.Generate(BuildProperties.None, model).Values, file => HasInOrder(Flat(file), parts));
    }

    [Fact]
    public void A_wrong_excerpt_is_found()
    {
        Assert.True(HasInOrder("a\nb\nc\n", ["a", "c"]));
        Assert.False(HasInOrder("a\nb\nc\n", ["c", "a"]));
        Assert.False(HasInOrder("a\nb\nc\n", ["a", "d"]));
    }

    [Fact]
    public void Its_model_is_that_of_the_README() => Assert.Equal(
        Comment().Replace(CodeBlock.Of(Sources.Readme()).First().Code, ""),
        CodeBlock.Of(Page).First(block => !block.IsExcerpt).Code);

    [Fact]
    public void The_card_is_the_one_that_the_program_prints() =>
        Assert.Contains($"\n```\n{NeuronInfo.Of<Models.Lif>()}\n```\n", Page, StringComparison.Ordinal);

    private static string Flat(string file) => Indentation().Replace(file, "\n");

    private static bool HasInOrder(string text, string[] parts)
    {
        int from = 0;
        foreach (string part in parts)
        {
            from = text.IndexOf(part, from, StringComparison.Ordinal);
            if (from < 0) return false;
            from += part.Length;
        }

        return true;
    }

    [GeneratedRegex("\n +")]
    private static partial Regex Indentation();

    [GeneratedRegex(" +// [^\n]*")]
    private static partial Regex Comment();
}
