namespace Sgl;

/// <summary>
/// The layers of a network, each after those whose outputs it reads, and who reads what. The layers of a cycle lie together, and
/// only a <see cref="Delay"/> may read one that comes after it.
/// </summary>
internal sealed class LayerGraph
{
    private readonly int[][] _sources;
    private readonly int[][] _readers;
    private readonly int[] _onlyReaders;
    private readonly int[]?[] _named;
    private readonly int[] _firstEdges;
    private readonly int[] _parts;
    private readonly bool[] _leaveCycles;

    /// <param name="layers">Each after those that it reads.</param>
    /// <param name="sources">What each layer reads, by port: the index of a layer, or ~k for input k of the network.</param>
    /// <param name="inputs">The inputs of the network.</param>
    /// <param name="outputs">The layers whose outputs are the network's, in order.</param>
    /// <param name="names">What the layers were called, null is to be derived; and the blocks that they are in.</param>
    public LayerGraph(Layer[] layers, int[][] sources, NetworkPort[] inputs, NetworkPort[] outputs, params (string? Name, string Scope)[] names)
    {
        (Layers, _sources, Inputs, Outputs) = (layers, sources, inputs, outputs);
        Names = DeriveNames(layers, names);
        _readers = FindReaders(layers, sources);
        _named = FindNamed(layers, sources);
        _firstEdges = new int[layers.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            _firstEdges[i] = EdgeCount;
            EdgeCount += sources[i].Length;
        }

        _onlyReaders = [.. layers.Select((_, i) => FindOnlyReader(i))];
        Parts = FindParts(layers, sources);
        _parts = [.. Parts.SelectMany((part, index) => Enumerable.Repeat(index, part.Count))];
        _leaveCycles = [.. layers.Select((_, i) => FindLeavesCycle(i))];
        Edges = ChooseForms.Of(this, out string[][] reasons);
        Reasons = reasons;
    }

    /// <summary>The layers, each after those that it reads.</summary>
    public Layer[] Layers { get; }

    /// <summary>What each layer is called: as its node, else by its kind and a number, as in <c>Dense 2</c>.</summary>
    public string[] Names { get; }

    /// <summary>The inputs of the network.</summary>
    public NetworkPort[] Inputs { get; }

    /// <summary>The outputs of the network, with the layers that give them.</summary>
    public NetworkPort[] Outputs { get; }

    /// <summary>In which form each layer takes its input and gives its output.</summary>
    public Edges[] Edges { get; }

    /// <summary>Single layers and cycles, in the order in which they run.</summary>
    public GraphPart[] Parts { get; }

    /// <summary>The part that a layer is in.</summary>
    public GraphPart PartOf(int layer) => Parts[_parts[layer]];

    /// <summary>Whether a layer is in a cycle that another one is not in: one of them runs step by step and the other does not.</summary>
    public bool IsAtBorder(int layer, int other) =>
        _parts[layer] != _parts[other] && (PartOf(layer).IsCycle || PartOf(other).IsCycle);

    /// <summary>Whether a layer that runs step by step is read by one that does not, or by nobody within the network.</summary>
    public bool LeavesCycle(int layer) => _leaveCycles[layer];

    /// <summary>What was decided about each layer, and why.</summary>
    public string[][] Reasons { get; }

    /// <summary>Layers in a row.</summary>
    /// <param name="layers">From input to output, with known sizes.</param>
    /// <param name="input">The shape of the input.</param>
    public static LayerGraph Chain(Layer[] layers, Shape input) => new(
        layers,
        [.. layers.Select((_, i) => new[] { i - 1 })], // ~0 is −1: the first one reads the input
        [new NetworkPort("input", input)],
        [new NetworkPort("output", layers[^1].OutputShape) { Layer = layers.Length - 1 }]);

    /// <summary>What a layer reads, by port: the index of a layer, or ~k for input k of the network.</summary>
    public ReadOnlySpan<int> Sources(int layer) => _sources[layer];

    /// <summary>A number for each input of each layer, from 0 to <see cref="EdgeCount"/> − 1.</summary>
    public int Edge(int layer, int port) => _firstEdges[layer] + port;

    /// <summary>Number of inputs of all layers.</summary>
    public int EdgeCount { get; }

    /// <summary>The layers that read a layer's output, in order.</summary>
    public ReadOnlySpan<int> Readers(int layer) => _readers[layer];

    /// <summary>Which outputs of a layer are read beside the one that it returns, in order; null is none.</summary>
    public int[]? NamedOutputs(int layer) => _named[layer];

    /// <summary>Whether a layer's output is one of the network's.</summary>
    public bool IsOutput(int layer) => Outputs.Any(output => output.Layer == layer);

    /// <summary>The only layer that reads another one's output, where nothing else does; −1 is none.</summary>
    public int OnlyReader(int layer) => _onlyReaders[layer];

    private static string[] DeriveNames(Layer[] layers, (string? Name, string Scope)[] names)
    {
        var counts = new Dictionary<string, int>();
        var derived = new string[layers.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            (string? name, string scope) = i < names.Length ? names[i] : (null, "");
            string kind = scope + layers[i].ToString()!.Split('(')[0];
            int number = counts[kind] = counts.GetValueOrDefault(kind) + 1;
            derived[i] = name ?? $"{kind} {number}";
        }

        return derived;
    }

    private static int[][] FindReaders(Layer[] layers, int[][] sources)
    {
        List<int>[] readers = [.. sources.Select(_ => new List<int>())];
        for (int i = 0; i < sources.Length; i++)
        {
            if (layers[i] is NamedOutput) continue; // reads another output
            foreach (int source in sources[i].Where(source => source >= 0).Distinct()) readers[source].Add(i);
        }

        return [.. readers.Select(own => own.ToArray())];
    }

    private bool FindLeavesCycle(int layer) =>
        PartOf(layer).IsCycle && (IsOutput(layer) || _readers[layer].Any(reader => _parts[reader] != _parts[layer]));

    // A layer that reads a later one closes a cycle over all layers between them, and what else the last of them gives.
    private static GraphPart[] FindParts(Layer[] layers, int[][] sources)
    {
        var parts = new List<GraphPart>();
        for (int first = 0, next; first < sources.Length; first = next)
        {
            int last = first;
            bool isCycle = false;
            for (int i = first; i <= last; i++)
            {
                foreach (int source in sources[i])
                {
                    isCycle |= source >= i;
                    last = Math.Max(last, source);
                }

                if (isCycle && i == last && i + 1 < layers.Length && layers[i + 1] is NamedOutput) last++;
            }

            next = last + 1;
            parts.Add(new GraphPart(first, next - first, isCycle));
        }

        return [.. parts];
    }

    private static int[]?[] FindNamed(Layer[] layers, int[][] sources)
    {
        var named = new int[]?[layers.Length];
        for (int i = 0; i < layers.Length; i++)
            if (layers[i] is NamedOutput output) named[sources[i][0]] = [.. named[sources[i][0]] ?? [], output.Index];
        foreach (int[]? outputs in named)
            if (outputs is not null) Array.Sort(outputs);
        return named;
    }

    private int FindOnlyReader(int layer) =>
        _readers[layer].Length == 1 && _sources[_readers[layer][0]].Count(source => source == layer) == 1 && !IsOutput(layer)
            ? _readers[layer][0]
            : -1;

    /// <summary>Whether a layer may be given spikes: by another layer, or by a caller, of whom nothing is known.</summary>
    public bool MayReadSpikes(int layer) =>
        _sources[layer].Any(source => source < 0 || Layers[source].Has(LayerTraits.GivesSpikes));

    /// <summary>
    /// Which layers have an output that is constant over time: they are run once for all time steps, however time is cut.
    /// </summary>
    /// <param name="isConstant">Whether an input of the network is.</param>
    public bool[] ConstantLayers(ReadOnlySpan<bool> isConstant)
    {
        var areConstant = new bool[Layers.Length];
        for (int i = 0; i < areConstant.Length; i++)
        {
            areConstant[i] = Layers[i].Has(LayerTraits.KeepsConstant);
            foreach (int source in _sources[i]) areConstant[i] &= source < 0 ? isConstant[~source] : areConstant[source];
        }

        return areConstant;
    }
}
