namespace Sgl.Bench;

/// <summary>
/// Training of a network of 784 inputs, 1000 <see cref="Lif"/> neurons and 10 readout neurons, whose mean membrane
/// potentials are the classes' scores, on one batch.
/// </summary>
internal sealed class Mlp
{
    public const int Steps = 25, Batch = 128, Pixels = 784, Hidden = 1000, Classes = 10;
    public const float LearningRate = 1e-4f; // so small that the neurons are about as active after all the steps timed

    private readonly RateCrossEntropy _loss = new();
    private readonly Adam _adam = new(LearningRate);

    public Mlp(Signal input, int threads = 1)
    {
        Input = input;
        Network = Create(Hidden, threads, Device.Cpu);
    }

    /// <summary>Images, the same at every step: like digits, four of five pixels are black.</summary>
    public static Signal Images { get; } = new(Draw(), Steps, Batch, Pixels, isConstant: true);

    /// <summary>The same images as spikes, each as likely as its pixel is bright.</summary>
    public static Signal RateCoded { get; } =
        new PoissonEncoder(seed: 1).Encode(Images.Data.Span, Batch, Pixels, Steps);

    public static int[] Labels { get; } = [.. Enumerable.Range(0, Batch).Select(i => i % Classes)];

    public Network Network { get; }

    public Signal Input { get; }

    /// <summary>The network, whose parameters are rounded on the host.</summary>
    public static Network Create(int hidden, int threads, Device device)
    {
        Layer[] layers =
        [
            new Dense(Pixels, hidden), new Spiking<Lif>(hidden), new Dense(hidden, Classes), new Spiking<Readout>(Classes),
        ];
        return new Network(layers, seed: 1, threads, device).WithExactSums();
    }

    /// <summary>One step of training; returns the loss before it.</summary>
    public double TrainStep() => Network.TrainStep(Input, Labels, _loss, _adam).Loss;

    /// <inheritdoc cref="FloorMs(Machine, Signal, Network)"/>
    public double FloorMs(Machine machine) => FloorMs(machine, Input, Network);

    /// <summary>
    /// The least time of a step: the products of both layers, those of a constant input once, and the bytes of the
    /// hidden neurons (spike gradient, tape twice, spikes of one bit) and of Adam (reads and writes value, both moments
    /// and gradient).
    /// </summary>
    public static double FloorMs(Machine machine, Signal input, Network network)
    {
        int active = input.Data.Length - input.Data.Span.Count(0f);
        double populations = (double)input.Steps * input.Batch * network.Layers[0].Outputs;
        double first = 2.0 * 2 * active * network.Layers[0].Outputs; // forward, and the gradient of the weights
        double second = 2.0 * populations * Classes; // the gradient of the spikes; the spikes may be few
        double neurons = populations * (3 * sizeof(float) + 1.0 / 8);
        double parameters = network.Parameters.Sum(parameter => (double)parameter.Value.Length);
        return machine.FloorMs(neurons + 8 * sizeof(float) * parameters, first + second);
    }

    private static float[] Draw()
    {
        var pixels = new float[Batch * Pixels];
        var random = new CounterRandom(5);
        for (int i = 0; i < pixels.Length; i++)
            if (random.Uniform((ulong)i) < 0.2f) pixels[i] = MathF.Round(random.Stream(1).Uniform((ulong)i) * 256f) / 256f;
        return pixels;
    }
}
