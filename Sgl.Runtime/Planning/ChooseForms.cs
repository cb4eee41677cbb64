using System.Diagnostics.CodeAnalysis;

namespace Sgl;

/// <summary>
/// Chooses in which form each layer hands its output to its readers, and its gradient back, and says why it did not choose
/// another one.
/// </summary>
internal static class ChooseForms
{
    /// <summary>What each layer and its neighbours agree on.</summary>
    /// <param name="graph">The graph, complete but for this.</param>
    /// <param name="reasons">A sentence for each choice that a layer had.</param>
    public static Edges[] Of(LayerGraph graph, out string[][] reasons)
    {
        var edges = new Edges[graph.Layers.Length];
        var all = new List<string>[edges.Length];
        bool[] owns = OwnGradients(graph);
        for (int i = 0; i < edges.Length; i++)
        {
            List<string> said = all[i] = [];
            edges[i] = new Edges
            {
                DiscardsOutput = IsDiscarded(graph, i),
                NamedOutputs = graph.NamedOutputs(i),
                TakesBits = graph.Sources(i) is [>= 0 and var source] && edges[source].GivesBits,
                GivesBits = Choose(graph.Layers[i].Has(LayerTraits.GivesBits), "spikes as bits", WhyFloats(graph, i), said),
                GivesCurrent = Choose(
                    graph.Layers[i].Has(Fusions.GivesCurrent),
                    "current computed where it is read, tile by tile",
                    WhyNoCurrent(graph, i),
                    said),
                GivesGradient = Choose(
                    MayGiveGradient(graph, i),
                    "gradient of the input computed where it is read, tile by tile",
                    WhyNoGradient(graph, i),
                    said),
                MayOverwriteInput = IsOnlyReader(graph, i, out Layer? before) && before.Has(LayerTraits.ReleasesOutput),
                MayOverwriteGradient = owns[i],
            };
            if (edges[i].MayOverwriteInput) said.Add("input may be overwritten: yes, nothing else reads it");
        }

        reasons = [.. all.Select(said => said.ToArray())];
        return edges;
    }

    // Whether a form is chosen, which is where nothing speaks against it; said where there is a choice.
    private static bool Choose(bool canBe, string form, string? whyNot, List<string> said)
    {
        if (canBe) said.Add(whyNot is null ? $"{form}: yes" : $"{form}: no, {whyNot}");
        return canBe && whyNot is null;
    }

    private static string? WhyFloats(LayerGraph graph, int layer)
    {
        if (graph.IsOutput(layer)) return $"{graph.Names[layer]} is an output of the network";
        if (IsDiscarded(graph, layer)) return "nothing reads them";
        foreach (int reader in graph.Readers(layer))
            if (!graph.Layers[reader].Has(LayerTraits.TakesBits)) return $"{graph.Names[reader]} takes floats";
        return null;
    }

    private static bool IsDiscarded(LayerGraph graph, int layer) => graph.Readers(layer).IsEmpty && !graph.IsOutput(layer);

    private static string? WhyNoCurrent(LayerGraph graph, int layer) =>
        WhyApart(graph, layer) ?? WhyWhole(graph, graph.OnlyReader(layer), Fusions.TakesCurrent);

    private static string? WhyNoGradient(LayerGraph graph, int layer) => graph.Sources(layer) is [>= 0 and var source]
        ? WhyApart(graph, source) ?? WhyWhole(graph, source, Fusions.TakesGradient)
        : null;

    // Why a layer and its readers do not compute together what passes between them.
    private static string? WhyApart(LayerGraph graph, int source)
    {
        if (graph.IsOutput(source)) return $"{graph.Names[source]} is an output of the network";
        int reader = graph.OnlyReader(source);
        if (reader < 0) return $"{graph.Names[source]} has several readers";
        return graph.IsAtBorder(source, reader) ? $"only one of {graph.Names[source]} and {graph.Names[reader]} runs step by step" : null;
    }

    private static string? WhyWhole(LayerGraph graph, int layer, Fusions fusion) =>
        graph.Layers[layer].Has(fusion) ? null : $"{graph.Names[layer]} takes it as a whole";

    private static bool MayGiveGradient(LayerGraph graph, int layer) =>
        graph.Layers[layer].Has(Fusions.GivesGradient) && graph.Sources(layer) is [>= 0];

    private static bool GivesGradient(LayerGraph graph, int layer) =>
        MayGiveGradient(graph, layer) && WhyNoGradient(graph, layer) is null;

    /// <summary>
    /// Which layers are given a gradient that nothing else reads: that of their only reader, or the sum of several. What is
    /// computed where it is read has no memory, and what a caller gave is the caller's.
    /// </summary>
    private static bool[] OwnGradients(LayerGraph graph)
    {
        var owns = new bool[graph.Layers.Length];
        for (int i = owns.Length - 1; i >= 0; i--)
        {
            if (graph.IsOutput(i) || IsDiscarded(graph, i)) continue;
            int reader = graph.OnlyReader(i);
            owns[i] = reader < 0 || (!GivesGradient(graph, reader) && ReleasesGradient(graph, reader, owns[reader]));
        }

        return owns;
    }

    // A layer that does not say so may return what it was given: to all of its inputs.
    private static bool ReleasesGradient(LayerGraph graph, int layer, bool isOwn) =>
        graph.Layers[layer].Has(LayerTraits.ReleasesGradient) || (isOwn && graph.Sources(layer).Length == 1);

    // Where one of the two runs step by step, signals pass between them a step at a time, and are read more than once.
    private static bool IsOnlyReader(LayerGraph graph, int layer, [NotNullWhen(true)] out Layer? source)
    {
        int index = graph.Sources(layer) is [>= 0 and var only] && graph.OnlyReader(only) == layer && !graph.IsAtBorder(layer, only)
            ? only : -1;
        source = index >= 0 ? graph.Layers[index] : null;
        return source is not null;
    }
}
