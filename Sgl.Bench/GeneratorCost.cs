using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sgl.Generators;

namespace Sgl.Bench;

/// <summary>
/// What the generator adds to a build, where everything is compiled anew, and to an edit, where all but what changed is
/// known. No symbol is bound before: the project of a build and the project after an edit are always new.
/// </summary>
public class GeneratorCost
{
    private NeuronProject _project = new(neurons: 0);
    private GeneratorDriver _warm = Driver();

    [Params(1, 100)]
    public int Models { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _project = new NeuronProject(Models);
        _warm = Driver().RunGenerators(_project.Unbound());
        CheckFiles();
        CheckEdits();
    }

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => Driver().RunGenerators(_project.Unbound());

    [Benchmark]
    public GeneratorDriver EditElsewhere() => _warm.RunGenerators(_project.WithEditElsewhere());

    [Benchmark]
    public GeneratorDriver EditOfOneStep() => _warm.RunGenerators(_project.WithEditOfOneStep());

    private static GeneratorDriver Driver(bool tracked = false) => CSharpGeneratorDriver.Create(
        [new NeuronGenerator().AsSourceGenerator()],
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracked));

    /// <summary>Each model has its files, and all of it compiles.</summary>
    private void CheckFiles()
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(
            _project.Unbound(), out Compilation compilation, out _);
        Require(driver.GetRunResult().GeneratedTrees.Length == 2 * Models, "two files are generated per model");
        Require(
            compilation.GetDiagnostics().All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error),
            "what is generated compiles");
    }

    /// <summary>An edit without a neuron changes nothing, and an edit of one neuron changes that one.</summary>
    private void CheckEdits()
    {
        GeneratorDriver warm = Driver(tracked: true).RunGenerators(_project.Unbound());
        Require(Changed(_project.WithEditElsewhere()) == 0, "an edit elsewhere finds every step cached");
        Require(Changed(_project.WithEditOfOneStep()) == 3, "an edit of one model changes it and its files only");

        int Changed(CSharpCompilation compilation)
        {
            GeneratorRunResult result = warm.RunGenerators(compilation).GetRunResult().Results.Single();
            IncrementalStepRunReason[] reasons =
            [
                .. new[] { NeuronGenerator.ModelStep, NeuronGenerator.FileStep }
                    .SelectMany(step => result.TrackedSteps[step])
                    .SelectMany(run => run.Outputs)
                    .Select(output => output.Reason),
            ];
            Require(reasons.Length == 3 * Models, "each model is a step, and so is each of its files");
            return reasons.Count(reason => reason != IncrementalStepRunReason.Cached);
        }
    }

    private static void Require(bool holds, string premise)
    {
        if (!holds) throw new InvalidOperationException($"It does not hold that {premise}.");
    }
}
