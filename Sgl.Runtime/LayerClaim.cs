namespace Sgl;

/// <summary>Makes layers, and those within them, a network's: all of them, or none.</summary>
internal sealed class LayerClaim
{
    private readonly Network _network;
    private readonly Dictionary<Layer, Network?> _before = [];

    /// <param name="network">Whose they are to be.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="reuse">What to do with those of another network.</param>
    /// <exception cref="ArgumentException">One is another network's, or occurs twice.</exception>
    public LayerClaim(Network network, Layer[] layers, Reuse reuse)
    {
        _network = network;
        try
        {
            for (int i = 0; i < layers.Length; i++)
                foreach (Layer layer in layers[i].WithInner())
                    if (Refusal(layer, i, reuse) is { } refusal) throw new ArgumentException(refusal, nameof(layers));
        }
        catch
        {
            Undo();
            throw;
        }
    }

    /// <summary>Whether a layer was in no network before.</summary>
    public bool IsNew(Layer layer) => _before[layer] is null;

    /// <summary>Gives them back.</summary>
    public void Undo()
    {
        foreach ((Layer layer, Network? before) in _before) layer.TryMove(_network, before);
    }

    // Takes a layer, or says why not.
    private string? Refusal(Layer layer, int index, Reuse reuse)
    {
        var before = (Network?)layer.Owner;
        bool isFree = before is null || (before.IsDisposed && reuse == Reuse.Weights);
        if (isFree && layer.TryMove(before, _network))
        {
            _before.Add(layer, before);
            return null;
        }

        string name = $"Layer {index}, {layer},";
        return before == _network ? $"{name} occurs twice; its buffers can serve only once. Create a layer for each place."
            : before is { IsDisposed: true } && reuse == Reuse.None
                ? $"{name} was in a network that was disposed of, and has what it learned there. Say reuse: Reuse.Weights to go on with "
                    + "that, or create a layer."
            : $"{name} is in another network, which has its buffers and its parameters. Create a layer for each network, and copy "
                + "parameters from one to the other by their Value or by a checkpoint; or dispose of that network and say reuse: "
                + "Reuse.Weights.";
    }
}
