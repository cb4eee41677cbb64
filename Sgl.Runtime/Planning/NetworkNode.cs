using System.Diagnostics.CodeAnalysis;

namespace Sgl;

/// <summary>
/// A value of a network that is not a mere chain: an input, or what a layer makes of other nodes. Nodes say what a
/// network consists of; <see cref="Network"/> runs it.
/// </summary>
/// <remarks>
/// <code>
/// NetworkNode image = NetworkNode.Input((1, 28, 28));
/// NetworkNode h = image.Then(new Dense(64)).Then(new Spiking&lt;Lif&gt;());
/// NetworkNode block = h.Then(new Dense(64)).Then(new Spiking&lt;Lif&gt;()) + h;
/// var network = new Network(block.Then(new Dense(10)).Then(new Spiking&lt;LeakyReadout&gt;()));
/// </code>
/// A node may be read any number of times; a layer makes one node. A cycle begins with what comes back from the steps before,
/// <see cref="Feedback(Shape, int, string?)"/>.
/// </remarks>
public sealed class NetworkNode
{
    // The block whose nodes are being made, as in "block/"; empty outside of one.
    [ThreadStatic]
    private static string? t_scope;

    private readonly Dictionary<int, NetworkNode> _outputs = [];

    private NetworkNode(Layer? layer, NetworkNode?[] sources, Shape shape, string? name)
    {
        (Layer, Sources, Shape, Scope) = (layer, sources!, shape, t_scope ?? "");
        Name = name is null ? null : Scope + name;
    }

    /// <summary>What it was called, after the block that made it, as in <c>block/conv</c>; null where it was not.</summary>
    public string? Name { get; private init; }

    /// <summary>A sample of it at one time step.</summary>
    public Shape Shape { get; }

    /// <summary>The layer that makes it; null for an input.</summary>
    public Layer? Layer { get; }

    /// <summary>What the layer reads, in the order of its inputs; null is a feedback that nothing comes back to yet.</summary>
    internal NetworkNode[] Sources { get; }

    /// <summary>The block that made it, as in <c>block/</c>; empty where none did.</summary>
    internal string Scope { get; }

    /// <summary>An input of a network.</summary>
    /// <param name="shape">A sample at one time step.</param>
    /// <param name="name">What it is called, for networks of several inputs.</param>
    /// <exception cref="ArgumentException">It is <c>default(Shape)</c>, or the name is empty.</exception>
    public static NetworkNode Input(Shape shape, string name = "input")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (shape.Rank == 0) throw new ArgumentException("default(Shape) is no shape.", nameof(shape));
        return new NetworkNode(null, [], shape, name);
    }

    /// <summary>
    /// What comes back from earlier time steps: the start of a cycle. What it is the past of is said later, by
    /// <see cref="ComesFrom"/>.
    /// </summary>
    /// <remarks>
    /// Two populations, one of which inhibits the other:
    /// <code>
    /// NetworkNode inhibition = NetworkNode.Feedback(100, delay: 3);
    /// NetworkNode excited = (input.Then(new Dense(100)) + inhibition).Then(new Spiking&lt;Lif&gt;());
    /// NetworkNode inhibiting = excited.Then(new Delay(1)).Then(new Dense(20)).Then(new Spiking&lt;Lif&gt;());
    /// inhibition.ComesFrom(inhibiting.Then(new Dense(100)));
    /// </code>
    /// The layers of a cycle run step by step, all others all time steps at a time.
    /// </remarks>
    /// <param name="shape">A sample at one time step.</param>
    /// <param name="delay">
    /// After how many time steps it comes back, 0 to <see cref="Delay.MostSteps"/>; a cycle has a delay of at least 1 somewhere.
    /// </param>
    /// <param name="name">What the node is called.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is out of its range.</exception>
    /// <exception cref="ArgumentException">The shape is <c>default(Shape)</c>.</exception>
    public static NetworkNode Feedback(Shape shape, int delay = 1, string? name = null) => Feedback(shape, new Delay(delay), name);

    /// <summary>What comes back from earlier time steps, each value after a number of steps of its own.</summary>
    /// <param name="shape">A sample at one time step.</param>
    /// <param name="delay">The steps, a number for each value of a sample or one for all.</param>
    /// <param name="name">What the node is called.</param>
    /// <exception cref="ArgumentException">The delay is of another number of values, or the shape is <c>default(Shape)</c>.</exception>
    public static NetworkNode Feedback(Shape shape, Delay delay, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(delay);
        delay.Build(shape);
        return new NetworkNode(delay, [null], shape, name);
    }

    /// <summary>Says what a feedback is the past of.</summary>
    /// <param name="source">A node of the same shape.</param>
    /// <exception cref="ArgumentException">It has another shape, or is the feedback itself.</exception>
    /// <exception cref="InvalidOperationException">The node is no feedback, or comes from a node already.</exception>
    public void ComesFrom(NetworkNode source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (Sources is not [null])
        {
            throw new InvalidOperationException(Layer is Delay
                ? $"{this} comes from {Sources[0]} already."
                : $"{this} is no feedback; {nameof(Feedback)} makes one.");
        }

        if (source == this) throw new ArgumentException($"{this} cannot come from itself.", nameof(source));
        if (source.Shape != Shape)
            throw new ArgumentException($"{this} has the shape {Shape}; {source} cannot come back to it.", nameof(source));
        Sources[0] = source;
    }

    /// <summary>What a layer makes of several nodes.</summary>
    /// <param name="layer">A layer of as many inputs; sizes that it was not given are inferred.</param>
    /// <param name="sources">What it reads, in the order of its inputs, at least one.</param>
    /// <param name="name">What the node is called.</param>
    /// <exception cref="ArgumentException">The layer does not take such inputs, or one is null.</exception>
    public static NetworkNode Of(Layer layer, IEnumerable<NetworkNode> sources, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(sources);
        NetworkNode[] all = [.. sources];
        if (all.Length == 0) throw new ArgumentException($"{layer} needs an input.", nameof(sources));
        if (Array.IndexOf(all, null) is >= 0 and int missing) throw new ArgumentException($"Input {missing} of {layer} is null.", nameof(sources));
        try
        {
            layer.Build([.. all.Select(node => node.Shape)]);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"{string.Join(" and ", all.Select(node => node.ToString()))} cannot be read by {layer}: {exception.Message} "
                + "A size that is left out is inferred.",
                nameof(layer),
                exception);
        }

        return new NetworkNode(layer, all, layer.OutputShape, name);
    }

    /// <summary>What a layer makes of several nodes, by the names of its inputs: of a population, the arguments of its model's <c>Step</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="sources">A node for each of its inputs.</param>
    /// <param name="name">What the node is called.</param>
    /// <exception cref="ArgumentException">There is no such input, or one is missing; or the layer does not take them.</exception>
    public static NetworkNode Of(Layer layer, IReadOnlyDictionary<string, NetworkNode> sources, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(sources);
        IReadOnlyList<string> names = layer.InputNames;
        if (sources.Count != names.Count || names.Any(input => !sources.ContainsKey(input)))
        {
            throw new ArgumentException(
                $"{layer} has the inputs {string.Join(", ", names)}; {string.Join(", ", sources.Keys)} are given.", nameof(sources));
        }

        return Of(layer, names.Select(input => sources[input]), name);
    }

    /// <summary>What a layer makes of this node.</summary>
    /// <param name="layer">A layer of one input; sizes that it was not given are inferred.</param>
    /// <param name="name">What the node is called.</param>
    /// <exception cref="ArgumentException">The layer does not take it.</exception>
    public NetworkNode Then(Layer layer, string? name = null) => Of(layer, [this], name);

    /// <summary>
    /// What a block of several layers makes of this node. The network has its layers as any others, so schedules, devices,
    /// observers and checkpoints take them.
    /// </summary>
    /// <param name="block">
    /// Makes the block's nodes and returns the last one: <c>x => x.Then(new Dense(64)).Then(new Spiking&lt;Lif&gt;()) + x</c>.
    /// </param>
    /// <param name="name">What the block is called; its nodes are called <c>name/…</c>. Null is no name.</param>
    /// <exception cref="ArgumentException">The name is empty, or the block returns null.</exception>
    public NetworkNode Then(Func<NetworkNode, NetworkNode> block, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (name is not null) ArgumentException.ThrowIfNullOrEmpty(name);
        string? outer = t_scope;
        try
        {
            if (name is not null) t_scope = $"{outer}{name}/";
            return block(this) ?? throw new ArgumentException($"The block{(name is null ? "" : $" '{name}'")} returned no node.", nameof(block));
        }
        finally
        {
            t_scope = outer;
        }
    }

    /// <summary>
    /// One of several outputs of a population, by the name that its model gives it: a node like any other. Those that no node is
    /// asked for are not kept.
    /// </summary>
    /// <param name="output">The name: the tuple element's, or that of the returned variable.</param>
    /// <returns>
    /// The same node each time; this one for the output that its layer returns anyway. It is called as this one and the output,
    /// as in <c>soma.Potential</c>; only as the output where this one has no name.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    public NetworkNode Output(string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        string[] names = Layer is null ? [] : [.. Layer.OutputNames];
        int index = Array.IndexOf(names, output);
        if (index < 0)
        {
            string has = Layer is null ? "it is an input of the network" : $"it has {string.Join(", ", names)}";
            throw new ArgumentException($"{this} has no output '{output}'; {has}.", nameof(output));
        }

        if (index == Layer!.Selected) return this;
        if (!_outputs.TryGetValue(index, out NetworkNode? node))
        {
            NamedOutput layer = Layer.CreateOutput(index);
            layer.Build(Shape);
            node = new NetworkNode(layer, [this], Shape, null) { Name = Name is null ? Scope + output : $"{Name}.{output}" };
            _outputs.Add(index, node);
        }

        return node;
    }

    /// <summary>The nodes side by side, see <see cref="Sgl.Concat"/>.</summary>
    /// <param name="nodes">At least one.</param>
    /// <exception cref="ArgumentException">Their sizes do not agree.</exception>
    public static NetworkNode Concat(params IEnumerable<NetworkNode> nodes) => Of(new Concat(), nodes);

    /// <summary>The sum of two nodes of one shape, see <see cref="Sgl.Sum"/>.</summary>
    /// <param name="left">The first one.</param>
    /// <param name="right">The second one.</param>
    /// <exception cref="ArgumentException">Their shapes differ.</exception>
    [SuppressMessage("Usage", "CA2225", Justification = "Of(new Sum(), …) is its name.")]
    public static NetworkNode operator +(NetworkNode left, NetworkNode right) => Of(new Sum(), [left, right]);

    /// <summary>The name, or the layer, and the shape.</summary>
    public override string ToString() => $"{Name ?? Layer!.ToString()} {Shape}";
}
