namespace Sgl;

/// <summary>Puts the nodes behind a network's outputs into an order in which each comes after what it reads.</summary>
internal static class OrderNodes
{
    /// <summary>The graph of the nodes that the outputs depend on.</summary>
    /// <param name="outputs">At least one, each made by a layer.</param>
    /// <exception cref="ArgumentException">
    /// There is no output, one is null, an input, or said twice; a layer makes two nodes; or two inputs or outputs have one name.
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
            throw new ArgumentException($"{twice.Key} makes {twice.Count()} nodes; its buffers can serve only once.", nameof(outputs));
        Dictionary<NetworkNode, int> places = made.Select((node, i) => (node, i)).ToDictionary(item => item.node, item => item.i);
        for (int i = 0; i < inputs.Length; i++) places.Add(inputs[i], ~i);
        return new LayerGraph(
            [.. made.Select(node => node.Layer!)],
            [.. made.Select(node => node.Sources.Select(source => places[source]).ToArray())],
            Named([.. inputs.Select(node => new NetworkPort(node.Name!, node.Shape))], "input"),
            Named([.. outputs.Select((node, i) => new NetworkPort(
                node.Name ?? (outputs.Count == 1 ? "output" : $"output {i}"), node.Shape) { Layer = places[node] })], "output"),
            [.. made.Select(node => node.Name)]);
    }

    // What a node reads comes before it, in the order of its inputs; a deep network must not end in a stack overflow.
    private static List<NetworkNode> Ordered(IReadOnlyList<NetworkNode> outputs)
    {
        var ordered = new List<NetworkNode>();
        var seen = new HashSet<NetworkNode>();
        var open = new Stack<(NetworkNode NetworkNode, bool IsReady)>();
        foreach (NetworkNode output in outputs)
        {
            open.Push((output, false));
            while (open.Count > 0)
            {
                (NetworkNode node, bool isReady) = open.Pop();
                if (isReady) ordered.Add(node);
                if (isReady || !seen.Add(node)) continue;
                open.Push((node, true));
                foreach (NetworkNode source in node.Sources.Reverse()) open.Push((source, false));
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
