using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Sgl.Generators;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Descriptors, their pages, the table of them all and the list of releases say the same.</summary>
public class DiagnosticPageTests
{
    private static readonly DiagnosticDescriptor[] Descriptors = [.. new NeuronAnalyzer().SupportedDiagnostics];

    public static TheoryData<string> Ids => [.. Descriptors.Select(descriptor => descriptor.Id)];

    /// <summary>
    /// Those whose examples cannot be run as they stand: a step of another assembly, which is not part of a page,
    /// properties of a project, and a fault of Sgl, which is corrected where one is known.
    /// </summary>
    public static TheoryData<string> Runnable => [.. Ids.Select(row => row.Data).Except(["SGL0019", "SGL0201", "SGL0202", "SGL9999"])];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_the_title_and_severity_of_its_diagnostic(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Single(known => known.Id == id);
        Assert.StartsWith(
            $"# {id}: {descriptor.Title}\n\n{descriptor.DefaultSeverity}\n\n",
            Sources.DiagnosticPage(id),
            StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Runnable))]
    public async Task A_page_shows_what_is_reported_and_what_is_not(string id)
    {
        string[] blocks = [.. Regex
            .Matches(Sources.DiagnosticPage(id), "```csharp\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)];
        Assert.Equal(2, blocks.Length);
        Assert.Equal([id], (await InMemory.Analyze(blocks[0])).Select(diagnostic => diagnostic.Id).Distinct());
        Assert.Empty(await InMemory.Analyze(blocks[1]));
        InMemory.Load(blocks[1]);
    }

    [Fact]
    public void The_table_lists_all_diagnostics() => Assert.Equal(
        Descriptors.Select(known => $"| [{known.Id}]({known.Id}.md) | {known.DefaultSeverity} | {known.Title} |"),
        Lines(Sources.DiagnosticPage("README"), "| [SGL"));

    [Fact]
    public void The_list_of_releases_has_all_diagnostics() => Assert.Equal(
        Descriptors.Select(known => $"{known.Id} | {known.Category} | {known.DefaultSeverity} | {known.Title}"),
        Lines(Sources.UnshippedDiagnostics(), "SGL"));

    private static IEnumerable<string> Lines(string text, string start) =>
        text.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal));
}
