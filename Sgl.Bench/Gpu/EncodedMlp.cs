namespace Sgl.Bench;

/// <summary>The network of <see cref="Mlp"/>, on any device, trained on images that are encoded where it computes.</summary>
internal sealed class EncodedMlp : IDisposable
{
    private const double LossTolerance = 1e-5, GradientTolerance = 1e-4; // the rounding of sums in different orders

    private readonly Func<Encoder> _createEncoder;
    private readonly Encoder _encoder;
    private readonly GpuSizes _sizes;
    private readonly Network _network;
    private readonly RateCrossEntropy _loss = new();
    private readonly Adam _adam = new(Mlp.LearningRate);

    /// <param name="createEncoder">Encoders that draw the same.</param>
    /// <param name="sizes">T, B and the number of hidden neurons.</param>
    /// <param name="device">Where it computes; on the processor with all its threads.</param>
    public EncodedMlp(Func<Encoder> createEncoder, GpuSizes sizes, Device device)
    {
        (_createEncoder, _encoder, _sizes) = (createEncoder, createEncoder(), sizes);
        _network = Mlp.Create(sizes.Hidden, threads: 0, device);
        _network.CopyToDevice(); // what was rounded on the host
    }

    private ReadOnlySpan<float> Images => Mlp.Images.Data.Span[..(_sizes.Batch * Mlp.Pixels)];

    private ReadOnlySpan<int> Labels => Mlp.Labels.AsSpan(0, _sizes.Batch);

    /// <summary>One step of training; returns the loss before it.</summary>
    public double TrainStep() => _network.TrainStep(_encoder, Images, _sizes.Steps, Labels, _loss, _adam).Loss;

    /// <inheritdoc cref="Mlp.FloorMs(Machine, Signal, Network)"/>
    public double FloorMs(Machine machine) =>
        Mlp.FloorMs(machine, _createEncoder().Encode(Images, _sizes.Batch, Mlp.Pixels, _sizes.Steps), _network);

    /// <summary>Takes one step with each; throws unless losses and gradients are the same within rounding.</summary>
    public void RequireNear(EncodedMlp other)
    {
        Agreement.Near("loss", LossTolerance, [(float)TrainStep()], [(float)other.TrainStep()]);
        foreach ((Parameter ours, Parameter theirs) in _network.Parameters.Zip(other._network.Parameters))
            Agreement.Near($"gradient of {ours}", GradientTolerance, ours.Gradient.Span, theirs.Gradient.Span);
    }

    public void Dispose() => _network.Dispose();
}
