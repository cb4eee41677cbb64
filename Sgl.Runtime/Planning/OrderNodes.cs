namespace Sgl;

/// <summary>
/// Puts the nodes behind a network's outputs into an order in which each comes after what it reads. The nodes of a cycle lie
/// together, and a delay among them comes before what it reads.
/// </summary>
internal static class OrderNodes
{
    /// <summary>The graph of the nodes that the outputs depend on.</summary>
    /// <param name="outputs">At least one, each made by a layer.</param>
    /// <exception cref="ArgumentException">
    /// There is no output, one is null, an input, or said twice; a layer makes two nodes; two inputs or outputs have one name; or
    /// there is a feedback that comes from nowhere, or a cycle without a delay.
    /// </exception>
    public static LayerGraph Of(IReadOnlyList<NetworkNode> outputs)
    {
        if (outputs.Count == 0) throw new ArgumentException("A network needs at least one output.", nameof(outputs));
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is null) throw new ArgumentException($"Output {i} is null.", nameof(outputs));
            if (outputs[i].Layer is null) throw new ArgumentException($"Output {i} is an input, {outputs[i]}.", nameof(outputs));
        }

        List<NetworkNode> nodes = Ordered(outputs);
        NetworkNode[] inputs = [.. nodes.Where(node => node.Layer is null)], made = [.. nodes.Where(node => node.Layer is not null)];
        if (made.GroupBy(node => node.Layer).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"{twice.Key} makes {twice.Count()} nodes; its buffers can serve only once. Create a layer for each node; those "
                + "that are to start alike copy the Value of their parameters.",
                nameof(outputs));
        }

        Dictionary<NetworkNode, int> places = made.Select((node, i) => (node, i)).ToDictionary(item => item.node, item => item.i);
        for (int i = 0; i < inputs.Length; i++) places.Add(inputs[i], ~i);
        return new LayerGraph(
            [.. made.Select(node => node.Layer!)],
            [.. made.Select(node => node.Sources.Select(source => places[source]).ToArray())],
            Named([.. inputs.Select(node => new NetworkPort(node.Name!, node.Shape))], "input"),
            Named([.. outputs.Select((node, i) => new NetworkPort(
                node.Name ?? (outputs.Count == 1 ? "output" : $"output {i}"), node.Shape) { Layer = places[node] })], "output"),
            [.. made.Select(node => (node.Name, node.Scope))]);
    }

    // Cycle by cycle, where a node outside of cycles is one of its own: what it reads comes before it.
    private static List<NetworkNode> Ordered(IReadOnlyList<NetworkNode> outputs)
    {
        Dictionary<NetworkNode, NetworkNode[]> cycles = FindCycles.Of(outputs);
        var ordered = new List<NetworkNode>();
        foreach (NetworkNode[] cycle in PostOrder(
            outputs.Select(output => cycles[output]),
            cycle => cycle.SelectMany(node => node.Sources).Select(source => cycles[source]).Where(other => other != cycle)))
        {
            ordered.AddRange(cycle.Length == 1 ? cycle : OrderWithin(cycle));
        }

        return WithOutputs(ordered);
    }

    // Another output of a layer comes right after it, so that it is in a cycle where the layer is.
    private static List<NetworkNode> WithOutputs(List<NetworkNode> ordered)
    {
        ILookup<NetworkNode, NetworkNode> outputs =
            ordered.Where(node => node.Layer is NamedOutput).ToLookup(node => node.Sources[0]);
        return [.. ordered.Where(node => node.Layer is not NamedOutput).SelectMany(node => outputs[node].Prepend(node))];
    }

    // A delay gives what came in at earlier steps, so it reads nothing of this one.
    private static List<NetworkNode> OrderWithin(NetworkNode[] cycle)
    {
        var members = cycle.ToHashSet();
        List<NetworkNode> order = PostOrder(cycle, Now);
        var places = order.Select((node, i) => (node, i)).ToDictionary(item => item.node, item => item.i);
        if (order.Any(node => Now(node).Any(source => places[source] >= places[node])))
        {
            // Without the delays what remains is a cycle, or leads into one.
            NetworkNode[] without = FindCycles.Of(cycle, Now).Values.First(part => part.Length > 1 || Now(part[0]).Contains(part[0]));
            throw new ArgumentException(
                $"{string.Join(", ", without.Select(node => node.ToString()))} depend on themselves within one time step. A cycle "
                + "needs a delay of at least 1: NetworkNode.Feedback(shape, delay: 1).");
        }

        return order;

        IEnumerable<NetworkNode> Now(NetworkNode node) =>
            node.Layer is Delay { IsAhead: true } ? [] : node.Sources.Where(members.Contains);
    }

    // What an item reads comes before it, in the order of its inputs; a deep network must not end in a stack overflow.
    private static List<T> PostOrder<T>(IEnumerable<T> roots, Func<T, IEnumerable<T>> sources)
        where T : class
    {
        var ordered = new List<T>();
        var seen = new HashSet<T>();
        var open = new Stack<(T Item, bool IsReady)>();
        foreach (T root in roots)
        {
            open.Push((root, false));
            while (open.Count > 0)
            {
                (T item, bool isReady) = open.Pop();
                if (isReady) ordered.Add(item);
                if (isReady || !seen.Add(item)) continue;
                open.Push((item, true));
                foreach (T source in sources(item).Reverse()) open.Push((source, false));
            }
        }

        return ordered;
    }

    private static NetworkPort[] Named(NetworkPort[] ports, string what)
    {
        if (ports.GroupBy(port => port.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Count()} {what}s are called '{twice.Key}'; give each a name of its own.");
        return ports;
    }
}
