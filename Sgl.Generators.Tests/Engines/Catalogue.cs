using Sgl.Generators.Surrogates;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>The models on which every engine must agree: those of the tests, and all of Sgl.Runtime.</summary>
internal static class Catalogue
{
    private static readonly (string File, string Name)[] Models =
    [
        ("Basic", "Lif"), ("Basic", "SigmoidLif"), ("Basic", "FastSigmoidLif"), ("Basic", "NoneLif"),
        ("Basic", "Integrator"), ("Basic", "HardIf"), ("Basic", "Binarize"), ("Basic", "Exponential"),
        ("Rich", "Gated"), ("Rich", "Adaptive"), ("Rich", "Operators"), ("Rich", "Switched"), ("Rich", "Silent"),
        ("Rich", "Decided"), ("Rich", "Last"), ("Rich", "ByChannel"),
        ("Language", "TwoSpikes"), ("Language", "Loops"), ("Language", "Signs"), ("Language", "Activation"),
        ("Language", "OwnSurrogate"), ("Language", "LearnedSteepness"), ("Language", "NormalizedSteepness"),
        ("Language", "OneOperation"), ("Functions", "Oscillator"), ("Operations", "Rectified"),
        ("SpyTorch", "SpyTorchHidden"), ("SpyTorch", "SpyTorchReadout"),
        ("Guards", "Guarded"), ("Guards", "Shunted"),
        ("Derived", "SharpLif"), ("Derived", "QuickAdaptiveLif"), ("Derived", "SteepSynapticLif"),
        ("Derived", "TentIzhikevich"), ("Derived", "SigmoidLeaky"), ("Derived", "GaussianNode"), ("Derived", "SoftSignLIF"),
        ("Derived", "CoolHardResetLif"),
        ("Surrogates", "LearnedSteepnesses"), ("Surrogates", "NormalizedSign"),
        .. SurrogateTable.Rows.Select(row => ("Surrogates", $"{row.Kind}Neuron")),
        .. SurrogateTable.Rows.Where(row => row.IsSign).Select(row => ("Surrogates", $"{row.Kind}Activation")),
    ];

    /// <summary>The models of Sgl.Runtime.</summary>
    public static IEnumerable<Type> Library =>
        typeof(Network).Assembly.GetTypes().Where(type => type.IsDefined(typeof(SurrogateAttribute), inherit: false));

    /// <summary>Those that differ in more than a surrogate or a constant, for what takes long.</summary>
    public static TheoryData<string, string> Few
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string file, string name) in Models)
                if (file is not ("Surrogates" or "SpyTorch" or "Derived")) data.Add(file, name);
            return data;
        }
    }

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string file, string name) in Models) data.Add(file, name);
            foreach (Type type in Library) data.Add(TestModel.Library, type.FullName!);
            return data;
        }
    }
}
