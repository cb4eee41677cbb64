namespace Sgl.Bench;

/// <summary>A layer of synapses and its <see cref="Lif"/> neurons, driven by spikes of a given density.</summary>
internal sealed class Synapses
{
    public const int Steps = 25, Batch = 128, Features = 1024;

    private readonly double _density;
    private readonly Layer[] _layers;
    private readonly Pass[] _passes;
    private readonly Signal _given;

    /// <summary>Draws spikes, their gradients and weights.</summary>
    /// <param name="density">The share of spikes, above 0 and at most 1.</param>
    /// <param name="amplitude">
    /// What a spike is in the input, a power of two; weights are as much smaller, so currents and spikes have the same
    /// bits. Only where it is 1 does <see cref="Dense"/> know spikes when it sees them.
    /// </param>
    /// <param name="asBits">
    /// Whether spikes come and go as a bit each, as between the layers of a network; else as floats, as from and to a user.
    /// </param>
    public Synapses(double density, float amplitude = 1f, bool asBits = false)
    {
        _density = density;
        Input = Networks.Spikes(density, Steps, Batch, Features);
        Scale(Input.Data.Span, amplitude);
        _given = asBits ? Networks.Packed(Input) : Input;
        Memory<float> gradient = KernelMemory.Allocate(Steps * Batch * Features); // as a network's own buffers are
        new CounterRandom(4).FillUniform(gradient.Span, -1f, 1f);
        SpikeGradient = new Signal(gradient, Steps, Batch, Features);

        var dense = new Dense(Features, Features);
        Layer[] layers = [dense, new Spiking<Lif>(Features)];
        var network = new Network(layers, threads: 1);
        (_layers, Parameters) = (layers, network.Parameters);
        Edges[] edges = InferShapes.Chain(layers, input: null).Edges;
        edges[1] = edges[1] with { GivesBits = asBits };
        var workers = new Workers(threads: 1);
        _passes = [.. edges.Select((edge, i) => new Pass(workers, IsTraining: true, NeedsInputGradient: i > 0) { Edges = edge })];
        // As strong for each density: a few of a hundred neurons spike at a time.
        float bound = (float)(0.4 / Math.Sqrt(density * Features));
        new CounterRandom(3).FillUniform(dense.Weight.Value.Span, -bound, bound);
        network.WithExactSums();
        Scale(dense.Weight.Value.Span, 1 / amplitude);
    }

    /// <summary>[T, B, F], as floats.</summary>
    public Signal Input { get; }

    /// <summary>dL/d(spike), [T, B, F].</summary>
    public Signal SpikeGradient { get; }

    /// <summary>What the last pass gave, [T, B, F].</summary>
    public Signal Spikes { get; private set; }

    /// <summary>Weight and bias, with the gradients of the last pass.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Forward, and backward as far as the parameters.</summary>
    public void Pass()
    {
        foreach (Layer layer in _layers) layer.ClearGradients(); // as a training step does
        Forward();
        Backward();
    }

    /// <summary>Currents and spikes.</summary>
    public void Forward()
    {
        Signal signal = _given;
        for (int i = 0; i < _passes.Length; i++) signal = _layers[i].Forward(signal, _passes[i]);
        Spikes = signal;
    }

    /// <summary>Adds to the gradients of the parameters, going back through the last forward pass.</summary>
    public void Backward()
    {
        Signal gradient = SpikeGradient;
        for (int i = _passes.Length - 1; i >= 0; i--) gradient = _layers[i].Backward(gradient, _passes[i]);
    }

    /// <summary>
    /// The least time of a pass. Each spike adds a row of weights forward, and backward a row of gradients. Read are
    /// weights, spike gradient and tape, written tape and weight gradient; and the spikes, in and out, are a bit each at
    /// least.
    /// </summary>
    public double FloorMs(Machine machine)
    {
        double neurons = (double)Steps * Batch * Features;
        double weights = (double)Features * Features;
        return machine.FloorMs(
            bytes: sizeof(float) * (3 * neurons + 2 * weights) + 2 * neurons / 8,
            flops: 2 * neurons * _density * Features);
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values) value *= factor;
    }
}
