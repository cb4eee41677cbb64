using Sgl.Generators.Surrogates;
using Xunit;

namespace Sgl.Tests.Engines;

/// <summary>The models on which every engine must agree.</summary>
internal static class Catalogue
{
    private static readonly (string File, string Name)[] Models =
    [
        ("Basic", "Lif"), ("Basic", "SigmoidLif"), ("Basic", "FastSigmoidLif"), ("Basic", "NoneLif"),
        ("Basic", "Integrator"), ("Basic", "HardIf"), ("Basic", "Binarize"), ("Basic", "Exponential"),
        ("Rich", "Gated"), ("Rich", "Adaptive"), ("Rich", "Operators"), ("Rich", "Switched"), ("Rich", "Silent"),
        ("Rich", "Decided"), ("Rich", "Last"),
        ("Peers", "SnnTorchSubtract"), ("Peers", "SnnTorchSubtractFastSigmoid"), ("Peers", "SnnTorchPerNeuron"),
        ("Peers", "SnnTorchNoDelay"), ("Peers", "SnnTorchZero"), ("Peers", "SpikingJellyIfHard"),
        ("Peers", "SpikingJellyIfSoft"), ("Peers", "SpikingJellyLifHard"), ("Peers", "SpikingJellyLifNoDecay"),
        ("Peers", "SpikingJellyParametric"), ("Peers", "NorseBoxValue"), ("Peers", "NorseBoxSubtract"),
        ("Language", "TwoSpikes"), ("Language", "Loops"), ("Language", "Signs"), ("Language", "Activation"),
        ("Language", "OwnSurrogate"), ("Language", "LearnedSteepness"), ("Language", "NormalizedSteepness"),
        ("Language", "OneOperation"), ("Functions", "Oscillator"),
        ("SpyTorch", "SpyTorchHidden"), ("SpyTorch", "SpyTorchReadout"),
        ("Surrogates", "LearnedSteepnesses"), ("Surrogates", "NormalizedSign"), ("Surrogates", "SignActivation"),
        .. SurrogateTable.Rows.Select(row => ("Surrogates", $"{row.Kind}Neuron")),
    ];

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string file, string name) in Models) data.Add(file, name);
            return data;
        }
    }
}
