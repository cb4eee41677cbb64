using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Sgl.Generators;
using Sgl.Tests.Harness;

namespace Sgl.Tests.CodeFixes;

/// <summary>
/// Applies a fix to all diagnostics of a text, one by one and all at once, and compares. What is marked {|SGL…:so|} is
/// reported, nothing else is, before and after.
/// </summary>
internal static class FixTest
{
    public const string Usings = "using System;\nusing Sgl;\nusing static Sgl.SpikeMath;\n\n";

    public static Task Run<TFix>(string before, string after)
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<NeuronAnalyzer, TFix, DefaultVerifier>
        {
            TestCode = before,
            FixedCode = after,
            // The assemblies that the tests run on, instead of some that would have to be downloaded.
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            // That an outer type is not partial is found with the inner one.
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck,
        };
        test.TestState.AdditionalReferences.AddRange(InMemory.References);
        return test.RunAsync();
    }
}
