using System.Globalization;
using System.Text.RegularExpressions;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests;

/// <summary>What programs are told of a model.</summary>
public class NeuronInfoTests
{
    public static TheoryData<string, string> Models => Catalogue.Names;

    [Fact]
    public void Tells_names_and_what_they_are()
    {
        NeuronInfo info = NeuronInfo.Of<Models.Lif>();
        Assert.Equal("Lif", info.Name);
        Assert.Equal(["input"], info.Inputs);
        Assert.Equal([new OutputInfo("spike", IsSpike: true)], info.Outputs);
        Assert.Equal(["v"], info.States);
        Assert.Equal([new("Beta", Learnable: true, PerNeuron: true), new("Threshold", Learnable: false, PerNeuron: false)], info.Parameters);
        Assert.Equal(["v1"], info.Tape);
    }

    /// <summary>
    /// By hand, from the step. Forward: β·v + input 2, v − ϑ 1, its comparison with 0 and the choice of 0 or 1 2, s·ϑ and
    /// v − s·ϑ 2. Backward: v − ϑ, times α, squared, plus 1, the division, times dspike, plus dv′ 7, times v and times β 2,
    /// the sum of dβ 1; v before the step from the tape of the step before, v − ϑ, compared, chosen, s·ϑ, v − s·ϑ 5.
    /// </summary>
    [Fact]
    public void Operations_of_Lif_are_those_counted_by_hand()
    {
        NeuronInfo info = NeuronInfo.Of<Models.Lif>();
        Assert.Equal(2 + 1 + 2 + 2, info.ForwardOperations);
        Assert.Equal(7 + 2 + 1 + 5, info.BackwardOperations);
    }

    /// <summary>Forward: β·v, (1 − β)·input and their sum; 1 − β is hoisted. Backward: dy + dv′, times β, times 1 − β, and an
    /// addend and a sum for each of dβ and d(1 − β); v once more as forward had it.</summary>
    [Fact]
    public void What_is_hoisted_counts_nothing()
    {
        NeuronInfo info = NeuronInfo.Of<Models.Integrator>();
        Assert.Equal(3, info.ForwardOperations);
        Assert.Equal(1 + 2 + 2 * 2 + (info.ScratchPerStep > 0 ? 3 : 0), info.BackwardOperations);
    }

    [Fact]
    public void Equations_are_those_of_the_step()
    {
        NeuronInfo info = NeuronInfo.Of<Models.Integrator>();
        Assert.Equal(["hoisted1 = 1 − Beta", "v1 = Beta · v + hoisted1 · input", "vOut = v1", "v′ = v1"], info.Equations);
        Assert.Equal(
            ["dv1 = dvOut + dv′", "dinput = dv1 · hoisted1", "dv = dv1 · Beta", "Σ dBeta = dv1 · v", "Σ dhoisted1 = dv1 · input"],
            info.Adjoint);
        Assert.Equal(["dBeta = −dhoisted1"], info.Epilogue);
    }

    /// <summary>Each array that a kernel documents as [T, N] is one float per neuron-step.</summary>
    [Fact]
    public void Bytes_are_those_of_the_arrays_that_change_with_time()
    {
        Dictionary<string, string> files = InMemory.Generate([.. Sources.Models()]);
        Assert.NotEmpty(files);
        foreach (string text in files.Values)
            foreach (string kernel in new[] { "Forward", "Backward" })
            {
                string comment = text[..text.IndexOf($" void {kernel}(", StringComparison.Ordinal)];
                int arrays = Regex.Count(comment[comment.LastIndexOf("<summary>", StringComparison.Ordinal)..], @"\[T, N\]");
                Assert.Contains($"{kernel}Bytes: {4 * arrays}", text, StringComparison.Ordinal);
            }
    }

    [Fact]
    public void A_spike_as_a_bit_is_an_eighth_of_a_byte()
    {
        Assert.Equal(4 + 1 / 8.0 + 4, NeuronInfo.Of<Models.Lif>().ForwardBytesWithBits);
        Assert.Equal(8, NeuronInfo.Of<Models.Integrator>().ForwardBytesWithBits);
    }

    [Fact]
    public void Bytes_of_the_tape_are_those_of_the_plan()
    {
        NetworkPlan plan = new Network([new Spiking<Models.Lif>(50)]).Plan(steps: 100, batch: 8);
        long tape = plan.Layers.Single().Buffers.Single(buffer => buffer.Name == "tape of v1").Bytes;
        Assert.Equal(NeuronInfo.Of<Models.Lif>().TapeBytes * plan.NeuronSteps, tape);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_card_has_all_of_it_in_any_culture(string file, string name)
    {
        NeuronInfo info = TestModel.Of(file, name).Kernels.Info;
        string card = info.ToString();
        string[] lines = card.Split('\n');
        Assert.Equal(info.Name, lines[0]);
        foreach (string line in info.Equations.Concat(info.Adjoint).Concat(info.Epilogue)) Assert.Contains("    " + line, lines);
        foreach (string field in info.Inputs.Concat(info.States).Concat(info.Parameters.Select(p => p.Name)))
            Assert.Matches($@"\b{Regex.Escape(field)}\b", card);
        Assert.DoesNotContain(lines, line => line != line.TrimEnd());

        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(card, info.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
