using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>
/// Sources as they are while somebody types, and worse: valid ones with tokens dropped, doubled, swapped or replaced.
/// The compiler says what is wrong or generates; it never fails itself.
/// </summary>
[Slow(30)]
public class HostileSourceTests
{
    private const int BatchSize = 100;

    private static readonly string[] Snippets =
    [
        "{", "}", "(", ")", ";", "=", "return", "if", "else", "for", "while", "switch", "?", ":", "=>", "float", "int",
        "double", "0.5", "null", "this", "static", "partial", "class", "[State]", "[Parameter]", "x", "v", "Step", "ref",
        "Spike(", "Kind.", "typeof(", "nameof(", "new", "out", "stackalloc", "await", "goto", "is", "with", "checked",
        "unchecked", "\"", "/*", "#if", "@", "$\"{", "int.MaxValue", "1 / 0", "default", "..", "^1", "async", "unsafe",
    ];

    private static readonly string[] Models = ["Basic", "Rich", "Language", "Functions"];

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Mutated_sources_never_crash_the_compiler(int batch)
    {
        for (int i = 0; i < BatchSize; i++)
        {
            string source = Mutant((ulong)(batch * BatchSize + i));
            await Survives(source);
        }
    }

    /// <summary>Every state of a file from empty to whole.</summary>
    [Fact]
    public async Task A_file_that_is_being_typed_never_crashes_the_compiler()
    {
        string source = RandomModels.Source(RandomModels.Body.Generate(new PCG(1, 0), null, out _));
        for (int length = 0; length < source.Length; length += 7) await Survives(source[..length]);
    }

    /// <summary>What mutants once crashed it with.</summary>
    [Theory]
    [InlineData("[Surrogate(Kind.ATan)] partial class A { [Parameter] public float P, = 1f; float Step(float x) => Spike(x * P); }")]
    [InlineData("[Surrogate(Kind.ATan)] partial class A { [State] float , v; float Step(float x) { v += x; return Spike(v); } }")]
    public Task Known_broken_sources_never_crash_the_compiler(string source) => Survives(source);

    private static string Mutant(ulong seed)
    {
        var random = new Random((int)seed);
        string source = random.Next(2) == 0
            ? RandomModels.Source(RandomModels.Body.Generate(new PCG(2, seed), null, out _))
            : Sources.Model(Models[random.Next(Models.Length)]);
        List<string> tokens =
            [.. Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseTokens(source).Select(token => token.ToFullString())];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(tokens.Count);
            switch (random.Next(4))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[random.Next(tokens.Count)]);
                    break;
                case 2:
                    tokens[at] = " " + Snippets[random.Next(Snippets.Length)] + " ";
                    break;
                default:
                    int other = random.Next(tokens.Count);
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
            }
        }

        return string.Concat(tokens);
    }

    private static async Task Survives(string source)
    {
        CSharpCompilation compilation = InMemory.Parse(source);
        GeneratorDriver driver = InMemory.Driver().RunGenerators(compilation);
        Assert.True(driver.GetRunResult().Results.Single().Exception is null, source);
        Diagnostic[] diagnostics = await InMemory.Analyze(compilation);
        Assert.True(diagnostics.All(d => d.Id is not ("SGL9999" or "AD0001")), $"{string.Join("\n", diagnostics.Select(d => d.ToString()))}\n{source}");
    }
}
