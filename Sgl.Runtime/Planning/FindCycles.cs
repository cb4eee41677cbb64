namespace Sgl;

/// <summary>
/// Finds which nodes depend on each other: the strongly connected components of a graph (Tarjan 1972, doi:10.1137/0201010).
/// </summary>
internal static class FindCycles
{
    /// <summary>Of each node behind the outputs, the nodes that it depends on and that depend on it; itself is among them.</summary>
    /// <param name="outputs">Where to begin.</param>
    /// <exception cref="ArgumentException">There is a feedback that comes from nowhere.</exception>
    public static Dictionary<NetworkNode, NetworkNode[]> Of(IEnumerable<NetworkNode> outputs) => Of(outputs, SourcesOf);

    /// <summary>The same, where a node reads what is said here.</summary>
    public static Dictionary<NetworkNode, NetworkNode[]> Of(
        IEnumerable<NetworkNode> outputs, Func<NetworkNode, IEnumerable<NetworkNode>> sources)
    {
        var components = new Dictionary<NetworkNode, NetworkNode[]>();
        var visits = new Dictionary<NetworkNode, Visit>();
        var path = new Stack<NetworkNode>();
        var open = new Stack<Visit>();
        foreach (NetworkNode output in outputs)
        {
            if (!visits.ContainsKey(output)) Enter(output);
            while (open.TryPeek(out Visit? visit))
            {
                if (visit.Sources.MoveNext())
                {
                    NetworkNode source = visit.Sources.Current;
                    if (!visits.TryGetValue(source, out Visit? seen)) Enter(source);
                    else if (!components.ContainsKey(source)) visit.Lowest = Math.Min(visit.Lowest, seen.Number);
                    continue;
                }

                open.Pop();
                if (open.TryPeek(out Visit? reader)) reader.Lowest = Math.Min(reader.Lowest, visit.Lowest);
                if (visit.Lowest == visit.Number) Close(visit.Node);
            }
        }

        return components;

        void Enter(NetworkNode node)
        {
            var visit = new Visit(node, visits.Count, sources(node).GetEnumerator());
            visits.Add(node, visit);
            path.Push(node);
            open.Push(visit);
        }

        void Close(NetworkNode first)
        {
            var members = new List<NetworkNode>();
            do members.Add(path.Pop());
            while (members[^1] != first);
            members.Reverse();
            NetworkNode[] component = [.. members];
            foreach (NetworkNode member in component) components.Add(member, component);
        }
    }

    private static NetworkNode[] SourcesOf(NetworkNode node) =>
        Array.IndexOf(node.Sources, null) < 0
            ? node.Sources
            : throw new ArgumentException($"The feedback {node} comes from nowhere; call {nameof(NetworkNode.ComesFrom)} on it.");

    // A node, when it was first met, and the earliest node on the path that it leads to.
    private sealed record Visit(NetworkNode Node, int Number, IEnumerator<NetworkNode> Sources)
    {
        public int Lowest { get; set; } = Number;
    }
}
