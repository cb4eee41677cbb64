using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>What is in the package, and what is not.</summary>
[Collection(nameof(PackageTestGroup))]
[Slow(10)]
public class PackageContentTests(SglPackage package)
{
    [Fact]
    public void It_holds_the_runtime_the_attributes_and_the_compiler()
    {
        using ZipArchive nupkg = package.Open("nupkg");
        Assert.Equal(
            [
                "README.md",
                "Sgl.nuspec",
                "analyzers/dotnet/cs/Sgl.CodeFixes.dll",
                "analyzers/dotnet/cs/Sgl.Generators.dll",
                "buildTransitive/Sgl.props",
                "buildTransitive/Sgl.targets",
                "icon.png",
                "lib/net10.0/Sgl.Attributes.dll",
                "lib/net10.0/Sgl.Attributes.xml",
                "lib/net10.0/Sgl.Runtime.dll",
                "lib/net10.0/Sgl.Runtime.xml",
            ],
            Payload(nupkg));
        using ZipArchive symbols = package.Open("snupkg");
        Assert.Equal(["Sgl.nuspec", "lib/net10.0/Sgl.Attributes.pdb", "lib/net10.0/Sgl.Runtime.pdb"], Payload(symbols));
    }

    [Fact]
    public void It_says_what_it_is_and_needs_only_packages_that_there_are()
    {
        using ZipArchive nupkg = package.Open("nupkg");
        XElement metadata = XDocument.Parse(Text(nupkg, "Sgl.nuspec")).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal(
            ("Sgl", "MIT", "README.md", "icon.png", "https://github.com/sgl-net/sgl"),
            (Value("id"), Value("license"), Value("readme"), Value("icon"), Value("projectUrl")));
        Assert.NotEmpty(Value("description")!);
        Assert.Equal(
            ["ILGPU", "ILGPU.Algorithms", "System.Numerics.Tensors"],
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value));
    }

    [Fact]
    public void Its_page_links_to_the_repository()
    {
        using ZipArchive nupkg = package.Open("nupkg");
        string readme = Text(nupkg, "README.md");
        string[] links = [.. Regex.Matches(readme, @"\]\(([^)]*)\)").Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith("https://", link, StringComparison.Ordinal));
        Assert.Equal(Regex.Count(Harness.Sources.Readme(), @"\]\("), links.Length);
        // Nothing else of it may change on the way, such as semicolons, which separate the items of a build.
        Assert.Equal(Harness.Sources.Readme().TrimEnd(), readme.ReplaceLineEndings("\n").Replace("https://github.com/sgl-net/sgl/blob/main/", "").TrimEnd());
    }

    [Fact]
    public void It_does_not_tell_when_it_was_packed()
    {
        using ZipArchive nupkg = package.Open("nupkg");
        Assert.All(nupkg.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    /// <summary>An older compiler than that which they refer to does not load them (CS9057).</summary>
    [Theory]
    [InlineData("Sgl.Generators.dll")]
    [InlineData("Sgl.CodeFixes.dll")]
    public void The_compiler_loads_into_the_first_SDK_of_NET_10(string file)
    {
        using ZipArchive nupkg = package.Open("nupkg");
        using var image = new MemoryStream();
        using (Stream stream = nupkg.GetEntry($"analyzers/dotnet/cs/{file}")!.Open()) stream.CopyTo(image);
        image.Position = 0;
        using var reader = new PEReader(image);
        MetadataReader metadata = reader.GetMetadataReader();
        Version[] versions = [.. metadata.AssemblyReferences
            .Select(metadata.GetAssemblyReference)
            .Where(reference => metadata.GetString(reference.Name).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(reference => reference.Version)];
        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Equal(new Version(5, 0, 0, 0), version));
    }

    private static string[] Payload(ZipArchive archive) =>
    [
        .. archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal),
    ];

    private static string Text(ZipArchive archive, string name) => new StreamReader(archive.GetEntry(name)!.Open()).ReadToEnd();
}
