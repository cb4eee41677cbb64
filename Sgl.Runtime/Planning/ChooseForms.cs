namespace Sgl;

/// <summary>Chooses in which form each layer of a chain hands its output and its gradient to its neighbours.</summary>
internal static class ChooseForms
{
    /// <summary>What each layer and its neighbours agree on.</summary>
    /// <param name="layers">From input to output.</param>
    public static Edges[] Of(IReadOnlyList<Layer> layers)
    {
        var edges = new Edges[layers.Count];
        for (int i = 0; i < edges.Length; i++)
        {
            bool takesBits = i > 0 && edges[i - 1].GivesBits;
            Layer layer = layers[i];
            if (i > 0)
            {
                edges[i] = new Edges
                {
                    TakesBits = takesBits,
                    MayOverwriteInput = Has(layers[i - 1], LayerTraits.ReleasesOutput),
                    GivesGradient = Has(layers[i - 1], Fusions.TakesGradient) && Has(layer, Fusions.GivesGradient),
                };
            }

            if (i + 1 == edges.Length) continue;
            Layer next = layers[i + 1];
            edges[i] = edges[i] with
            {
                GivesBits = Has(layer, LayerTraits.GivesBits) && Has(next, LayerTraits.TakesBits),
                GivesCurrent = Has(layer, Fusions.GivesCurrent) && Has(next, Fusions.TakesCurrent),

                // A gradient that is computed where it is read has no place of its own.
                MayOverwriteGradient = !(Has(layer, Fusions.TakesGradient) && Has(next, Fusions.GivesGradient)),
            };
        }

        return edges;
    }

    private static bool Has(Layer layer, LayerTraits trait) => layer.Traits.HasFlag(trait);

    private static bool Has(Layer layer, Fusions fusion) => layer.Fusions.HasFlag(fusion);
}
