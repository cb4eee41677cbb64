using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sgl.Generators.Surrogates;
using Sgl.Tests.Golden;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Surrogates;

/// <summary>What docs/surrogates.md and the comments of <see cref="Kind"/> say is what the table has.</summary>
public class SurrogatePageTests
{
    private static readonly string Page = Sources.Page("surrogates");

    /// <summary>The rows of the catalogue: kind, formula, primitive, peak, area, default α, source.</summary>
    private static readonly string[][] Catalogue =
    [
        .. Page.Split('\n')
            .SkipWhile(line => !line.StartsWith("| `None`", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => Regex.Split(line, @"(?<!\\)\|")[1..^1])
            .Select(cells => cells.Select(cell => cell.Trim().Trim('`').Replace(@"\|", "|", StringComparison.Ordinal)).ToArray()),
    ];

    public static TheoryData<string> Kinds => [.. SurrogateTable.Rows.Select(row => row.Kind)];

    [Fact]
    public void The_page_has_every_kind_once_and_in_order() =>
        Assert.Equal(SurrogateTable.Rows.Select(row => row.Kind), Catalogue.Select(cells => cells[0]));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_page_says_what_the_row_says(string kind)
    {
        SurrogateRow row = SurrogateTable.Get(kind);
        string[] cells = Cells(kind);
        Assert.Equal(row.Formula, cells[1]);
        Assert.Equal(row.PrimitiveFormula, cells[2]);
        Assert.Equal(row.Peak(row.DefaultAlpha), Number(cells[3]), 0.0005);
        Assert.Equal(row.Area(row.DefaultAlpha), Number(cells[4]), 0.0005);
        Assert.Equal(row.DefaultAlpha, Number(cells[5]));
        Assert.NotEmpty(cells[6]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_comment_of_the_kind_says_what_the_page_says(string kind)
    {
        if (kind == SurrogateTable.None) return; // which is told in words
        string[] cells = Cells(kind);
        string comment = Comment(kind);
        Assert.StartsWith($"S̃′(x) = {cells[1]}", comment, StringComparison.Ordinal);
        Assert.Contains($"derivative of {cells[2]}", comment, StringComparison.Ordinal);
        Assert.EndsWith(
            $"Peak {Formula(cells[3])}, area {Formula(cells[4])}, default α = {cells[5]}.",
            comment,
            StringComparison.Ordinal);
        foreach (Match identifier in Regex.Matches(cells[6], "(doi|arXiv):[^, ]+"))
            Assert.Contains(identifier.Value, comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_there()
    {
        string[] pictures = [.. Regex.Matches(Page, @"\]\((images/.+?)\)").Select(match => match.Groups[1].Value)];
        Assert.Equal(5, pictures.Length);
        Assert.All(pictures, picture => Assert.True(File.Exists(Path.Combine(Docs, picture)), picture));
    }

    [Fact]
    public void Examples_compile_and_the_last_one_is_Norse_s_circ()
    {
        string[] examples =
        [
            .. Regex.Matches(Page, "```csharp\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value),
        ];
        Assembly[] compiled = [.. examples.Select(example => InMemory.Load(example))];
        Assert.Equal(3, compiled.Length);

        var circ = compiled[2].GetType("Circ")!.GetMethod("Derivative")!.CreateDelegate<Func<float, float, float>>();
        var file = Sources.Vector("surrogates");
        double[] expected = file.At("surrogates", "norse.circ(alpha=0.5)", "grad").Numbers();
        Near.Largest(5e-7, "circ", expected, [.. file.At("grid").Singles().Select(x => (double)circ(x, 0.5f))]);
    }

    private static string Docs => ProjectFile.Metadata("DocsFolder");

    private static string[] Cells(string kind) => Catalogue.Single(cells => cells[0] == kind);

    /// <summary>What is left of the number: <c>α/4</c> of <c>α/4 = 1</c>.</summary>
    private static string Formula(string cell) => cell.Split(" = ")[0];

    private static double Number(string cell) => cell.Split(" = ")[^1] is var text && text == "∞"
        ? double.PositiveInfinity
        : double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The summary as the compiler wrote it beside the assembly, on one line.</summary>
    private static string Comment(string kind)
    {
        XDocument file = XDocument.Load(Path.ChangeExtension(typeof(Kind).Assembly.Location, ".xml"));
        XElement member = file.Descendants("member").Single(item => item.Attribute("name")!.Value == $"F:Sgl.Kind.{kind}");
        return Regex.Replace(member.Element("summary")!.Value, @"\s+", " ").Trim();
    }
}
