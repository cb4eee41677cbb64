using System.Diagnostics.CodeAnalysis;

namespace Sgl;

/// <summary>Chooses in which form each layer hands its output to its readers, and its gradient back.</summary>
internal static class ChooseForms
{
    /// <summary>What each layer and its neighbours agree on.</summary>
    public static Edges[] Of(LayerGraph graph)
    {
        var edges = new Edges[graph.Layers.Length];
        bool[] owns = OwnGradients(graph);
        for (int i = 0; i < edges.Length; i++)
        {
            int reader = graph.OnlyReader(i);
            edges[i] = new Edges
            {
                TakesBits = graph.Sources(i) is [>= 0 and var source] && edges[source].GivesBits,
                GivesBits = GivesBits(graph, i),
                MayOverwriteInput = IsOnlyReader(graph, i, out Layer? before) && before.Has(LayerTraits.ReleasesOutput),
                MayOverwriteGradient = owns[i],
                GivesCurrent = graph.Layers[i].Has(Fusions.GivesCurrent)
                    && reader >= 0 && graph.Layers[reader].Has(Fusions.TakesCurrent),
                GivesGradient = GivesGradient(graph, i),
            };
        }

        return edges;
    }

    private static bool GivesBits(LayerGraph graph, int layer)
    {
        if (!graph.Layers[layer].Has(LayerTraits.GivesBits) || graph.IsOutput(layer)) return false;
        foreach (int reader in graph.Readers(layer))
            if (!graph.Layers[reader].Has(LayerTraits.TakesBits)) return false;
        return true;
    }

    private static bool GivesGradient(LayerGraph graph, int layer) =>
        graph.Layers[layer].Has(Fusions.GivesGradient)
        && IsOnlyReader(graph, layer, out Layer? before)
        && before.Has(Fusions.TakesGradient);

    /// <summary>
    /// Which layers are given a gradient that nothing else reads: that of their only reader, or the sum of several. What is
    /// computed where it is read has no memory, and what a caller gave is the caller's.
    /// </summary>
    private static bool[] OwnGradients(LayerGraph graph)
    {
        var owns = new bool[graph.Layers.Length];
        for (int i = owns.Length - 1; i >= 0; i--)
        {
            if (graph.IsOutput(i)) continue;
            int reader = graph.OnlyReader(i);
            owns[i] = reader < 0 || (!GivesGradient(graph, reader) && ReleasesGradient(graph, reader, owns[reader]));
        }

        return owns;
    }

    // A layer that does not say so may return what it was given: to all of its inputs.
    private static bool ReleasesGradient(LayerGraph graph, int layer, bool isOwn) =>
        graph.Layers[layer].Has(LayerTraits.ReleasesGradient) || (isOwn && graph.Sources(layer).Length == 1);

    private static bool IsOnlyReader(LayerGraph graph, int layer, [NotNullWhen(true)] out Layer? source)
    {
        int index = graph.Sources(layer) is [>= 0 and var only] && graph.OnlyReader(only) == layer ? only : -1;
        source = index >= 0 ? graph.Layers[index] : null;
        return source is not null;
    }
}
