using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Documentation;

/// <summary>What the pages show compiles, as a user's project of this SDK would compile it.</summary>
public class CodeBlockTests
{
    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    // As dotnet new console has them, and what each page would begin with.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Sgl;
        global using static Sgl.SpikeMath;
        """;

    public static TheoryData<string> Pages => [.. Sources.PageFiles().Where(page => CodeBlock.Of(Sources.PageFile(page)).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Blocks_of_a_page_compile(string page)
    {
        string program = PageProgram.Of(page, Sources.PageFile(page));
        CSharpCompilation source = CSharpCompilation.Create(
            "Page",
            [CSharpSyntaxTree.ParseText(program, Language, page), CSharpSyntaxTree.ParseText(Usings, Language, "Usings.cs")],
            InMemory.References.Add(InMemory.Torch),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NeuronGenerator().AsSourceGenerator()], parseOptions: Language)
            .RunGeneratorsAndUpdateCompilation(source, out Compilation compiled, out _);

        Assert.Empty(await InMemory.Analyze(source));
        Assert.Equal([], compiled.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }

    [Fact]
    public void A_page_that_is_wrong_is_found()
    {
        string program = PageProgram.Of("page", "One\n```csharp\nint a = 1;\n```\n```csharp\nstring b = a;\n```\n");
        Diagnostic[] errors = [.. CSharpCompilation
            .Create("Page", [CSharpSyntaxTree.ParseText(program, Language)], InMemory.References)
            .GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS5001")];

        Assert.Equal(["CS0029"], errors.Select(error => error.Id));
        Assert.Equal(6, errors[0].Location.GetMappedLineSpan().StartLinePosition.Line + 1);
    }
}
