namespace Sgl;

/// <content>Layers within layers.</content>
public abstract partial class Layer
{
    /// <summary>
    /// The layers that this one calls in its own passes. Their parameters are trained and saved, a schedule cuts time for their
    /// states too, and a network initializes them after this one, each with random numbers of its own. The default is none.
    /// </summary>
    /// <remarks>
    /// They are built in <see cref="BuildCore(Shape)"/>, by <see cref="Build"/>, and called by
    /// <see cref="Forward(Signal, bool, Workers)"/> and <see cref="Backward(Signal, bool, Workers)"/> once for each pass. They
    /// must be the same from then on. <see cref="Parameters"/> need not have theirs. Observers see what this layer gives, not
    /// what they do. A block that only joins layers is better a function of nodes, see
    /// <see cref="NetworkNode.Then(Func{NetworkNode, NetworkNode}, string)"/>: a network then runs each of them as any other.
    /// </remarks>
    protected internal virtual IReadOnlyList<Layer> Inner => [];

    /// <summary>The layer, then those within it, each with its place, as in <c>layers.2.inner.0</c>.</summary>
    /// <param name="path">The place of the layer itself.</param>
    internal IEnumerable<(Layer Layer, string Path)> Walk(string path)
    {
        IReadOnlyList<Layer> inner = Inner;
        return inner.SelectMany((layer, k) => layer.Walk($"{path}.inner.{k}")).Prepend((this, path));
    }

    /// <summary>The layer, then those within it.</summary>
    internal IEnumerable<Layer> WithInner() => Walk("").Select(item => item.Layer);

    /// <summary>The parameters that are not those of a layer within it.</summary>
    internal IEnumerable<Parameter> OwnParameters() =>
        Inner.Count == 0 ? Parameters : Parameters.Except(WithInner().Skip(1).SelectMany(layer => layer.Parameters));

    /// <summary>The parameters of the layer and of those within it, each once.</summary>
    internal IReadOnlyList<Parameter> AllParameters() =>
        Inner.Count == 0 ? Parameters : [.. WithInner().SelectMany(layer => layer.OwnParameters()).Distinct()];

    /// <summary>The states of the layer and of those within it.</summary>
    internal LayerStates[] AllStates() => [.. WithInner().Select(layer => layer.States).OfType<LayerStates>()];

    /// <summary>The buffers of the layer and of those within it, which are given floats that change over time.</summary>
    internal IEnumerable<PlannedBuffer> PlanAll(PassShape pass)
    {
        if (Inner.Count == 0) return Plan(pass);
        PassShape within = pass with { IsConstant = false, NeedsInputGradient = true, Edges = default };
        return Inner.SelectMany(layer => layer.PlanAll(within).Select(buffer => buffer with { Name = $"{layer}: {buffer.Name}" }))
            .Concat(Plan(pass));
    }
}
