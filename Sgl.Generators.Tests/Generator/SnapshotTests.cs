using System.Globalization;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>A few generated files in full, so that nobody changes what users read without seeing it.</summary>
public class SnapshotTests
{
    public static TheoryData<string, string> Files => new()
    {
        { "Basic", "Lif" },
        { "Basic", "NoneLif" },
        { "Basic", "Integrator" },
        { "Basic", "HardIf" },
        { "Rich", "Gated" },
        { "Rich", "Adaptive" },
        { "Rich", "Operators" },
        { "Functions", "CosOnly" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Generated_text_is_as_reviewed(string file, string model)
    {
        string hint = $"Sgl.Tests.Models.{model}.g";
        Snapshot.Verify("Generator.Models", hint, InMemory.Generate(Sources.Model(file))[hint + ".cs"]);
    }

    [Theory]
    [InlineData("Scalar")]
    [InlineData("Unfused")]
    public void Generated_text_of_other_targets_is_as_reviewed(string target)
    {
        string hint = $"Sgl.Tests.Models.Lif.{target}.g";
        Dictionary<string, string> files = InMemory.Generate(BuildProperties.AllTargets, Sources.Model("Basic"));
        Snapshot.Verify("Generator.Models", hint, files[hint + ".cs"]);
    }

    [Theory]
    [InlineData("Basic", "Lif")]
    [InlineData("Basic", "Integrator")]
    [InlineData("Rich", "Gated")]
    public void Generated_text_for_ILGPU_is_as_reviewed(string file, string model)
    {
        string hint = $"Sgl.Tests.Models.{model}.Gpu.g";
        Dictionary<string, string> files = InMemory.Generate(BuildProperties.None, Sources.Model(file));
        Snapshot.Verify("Generator.Models", hint, files[hint + ".cs"]);
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("minus")]
    public void Generated_text_does_not_depend_on_the_culture(string name)
    {
        string source = Sources.Model("Rich") + Sources.Model("Basic").Replace("namespace", "//", StringComparison.Ordinal)
            .Replace("using static", "//", StringComparison.Ordinal);
        Dictionary<string, string> expected = InMemory.Generate(BuildProperties.None, source);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NegativeSign = name == "minus" ? "\u2212" : "-";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, InMemory.Generate(BuildProperties.None, source));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
