using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>
/// The values of a step, cheapest to keep, from which others can be computed: a minimum vertex cut between the leaves
/// that change with time and the wanted nodes, by maximum flow (Ford and Fulkerson 1956) with each node split in two.
/// </summary>
internal static class MinimumCut
{
    // One named value costs less than an unnamed one, so that of equal cuts the one the user can read is saved,
    // but two named ones always cost more than one unnamed.
    private const int NamedCost = 1000;
    private const int UnnamedCost = 1001;

    // An input is only read, for its caller keeps it; what is saved is written, too.
    private const int InputCost = 500;
    private const int Unbounded = int.MaxValue / 2;

    public static int[] Find(Graph step, Rate[] rates, int[] wanted)
    {
        int count = step.Nodes.Count;
        int source = 2 * count, sink = 2 * count + 1;
        var flow = new FlowNetwork(2 * count + 2);
        for (int i = 0; i < count; i++)
        {
            Node node = step.Nodes[i];
            if (rates[i] != Rate.PerStep) continue;
            flow.Connect(In(i), Out(i), Cost(node));
            if (node.IsLeaf) flow.Connect(source, In(i), Unbounded);
            foreach (int operand in node.Operands)
                if (rates[operand] == Rate.PerStep)
                    flow.Connect(Out(operand), In(i), Unbounded);
        }

        foreach (int node in wanted) flow.Connect(Out(node), sink, Unbounded);
        flow.Saturate(source, sink);

        // The cut nearest to the wanted nodes leaves the least to recompute.
        bool[] reachesSink = flow.Reaching(sink);
        return [.. Enumerable.Range(0, count).Where(i => !reachesSink[In(i)] && reachesSink[Out(i)])];
    }

    /// <summary>What keeping values costs: proportional to the bytes moved.</summary>
    public static int Cost(Graph step, int[] cut) => cut.Sum(i => Cost(step.Nodes[i]));

    private static int Cost(Node node) =>
        node.Op == Op.Input ? InputCost : node.Name is null ? UnnamedCost : NamedCost;

    private static int In(int node) => 2 * node;

    private static int Out(int node) => 2 * node + 1;

    /// <summary>Residual capacities of a network; each edge is followed by its reverse.</summary>
    private sealed class FlowNetwork(int size)
    {
        private readonly List<int>[] _edges = [.. Enumerable.Range(0, size).Select(_ => new List<int>())];
        private readonly List<int> _targets = [];
        private readonly List<int> _residual = [];

        public void Connect(int from, int to, int capacity)
        {
            Add(from, to, capacity);
            Add(to, from, 0);
        }

        /// <summary>Pushes flow along shortest paths until none is left.</summary>
        public void Saturate(int source, int sink)
        {
            while (ShortestPath(source, sink) is { } arrivals)
            {
                int amount = Unbounded;
                for (int v = sink; v != source; v = _targets[arrivals[v] ^ 1]) amount = Math.Min(amount, _residual[arrivals[v]]);
                for (int v = sink; v != source; v = _targets[arrivals[v] ^ 1])
                {
                    _residual[arrivals[v]] -= amount;
                    _residual[arrivals[v] ^ 1] += amount;
                }
            }
        }

        /// <summary>The vertices from which the sink can still be reached.</summary>
        public bool[] Reaching(int sink)
        {
            var reaching = new bool[size];
            reaching[sink] = true;
            var queue = new Queue<int>([sink]);
            while (queue.Count > 0)
            {
                foreach (int edge in _edges[queue.Dequeue()])
                {
                    int from = _targets[edge];
                    if (reaching[from] || _residual[edge ^ 1] <= 0) continue;
                    reaching[from] = true;
                    queue.Enqueue(from);
                }
            }

            return reaching;
        }

        private void Add(int from, int to, int capacity)
        {
            _edges[from].Add(_targets.Count);
            _targets.Add(to);
            _residual.Add(capacity);
        }

        /// <summary>The edge by which each vertex of the way is arrived at; null where there is no way.</summary>
        private int[]? ShortestPath(int source, int sink)
        {
            int[] arrivals = [.. Enumerable.Repeat(-1, size)];
            var queue = new Queue<int>([source]);
            while (queue.Count > 0 && arrivals[sink] < 0)
            {
                foreach (int edge in _edges[queue.Dequeue()])
                {
                    int to = _targets[edge];
                    if (to == source || arrivals[to] >= 0 || _residual[edge] <= 0) continue;
                    arrivals[to] = edge;
                    queue.Enqueue(to);
                }
            }

            return arrivals[sink] < 0 ? null : arrivals;
        }
    }
}
