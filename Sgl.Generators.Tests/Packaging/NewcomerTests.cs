using System.Globalization;
using System.Text.RegularExpressions;
using Sgl.Tests.Documentation;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>The README's example, pasted into an empty console project.</summary>
[Collection(nameof(PackageTestGroup))]
[Slow(15)]
public class NewcomerTests(SglPackage package)
{
    [Fact]
    public async Task The_example_of_the_README_runs_and_learns()
    {
        string[] blocks = [.. CodeBlock.Of(Sources.Readme()).Where(block => !block.IsExcerpt).Select(block => block.Code)];
        Assert.Equal(2, blocks.Length);
        Consumer project = package.Project(
            "Newcomer", "<InvariantGlobalization>true</InvariantGlobalization>", ("Lif.cs", blocks[0]), ("Program.cs", blocks[1]));
        ProgramRun run = await project.DotNet("run");
        Assert.True(run.ExitCode == 0, run.Text);

        // The lines that the README shows; the last digits depend on the processor.
        string shown = Regex.Match(Sources.Readme(), "```\n(epoch 0.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(shown.Split('\n').Select(line => line.Split(':')[0]), run.Output.Select(line => line.Split(':')[0]));
        double[] losses = [.. run.Output.Select(line => double.Parse(Regex.Match(line, @"loss (\S+),").Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.True(losses[^1] < losses[0] / 5, run.Text);
    }
}
