using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharpConv;

/// <summary>
/// Convolution, spikes, pooling, convolution, spikes, linear readout: layers of TorchSharp, with Sgl's neurons between
/// them. Neurons take [T, B, channels, height, width]; layers that know no time take time steps for samples.
/// </summary>
internal sealed class SpikingConvNet : nn.Module<Tensor, Tensor>
{
    private const int Steps = 6, Channels = 16, Maps = 32, Classes = 10;

    private readonly Conv2d _edges = nn.Conv2d(1, Channels, kernel_size: 5, stride: 2, padding: 2, bias: false);
    private readonly BatchNorm2d _edgeScale = nn.BatchNorm2d(Channels);
    private readonly Lif.Module _edgeNeurons = new();
    private readonly MaxPool2d _pool = nn.MaxPool2d(2);
    private readonly Conv2d _shapes = nn.Conv2d(Channels, Maps, kernel_size: 3, padding: 1, bias: false);
    private readonly BatchNorm2d _shapeScale = nn.BatchNorm2d(Maps);
    private readonly Lif.Module _shapeNeurons = new();
    private readonly Linear _readout = nn.Linear(Maps * 7 * 7, Classes);

    public SpikingConvNet()
        : base(nameof(SpikingConvNet)) => RegisterComponents();

    /// <summary>What is kept of the membrane potential from step to step, in the order of the layers.</summary>
    public IEnumerable<float> Decays => [_edgeNeurons.Beta.item<float>(), _shapeNeurons.Beta.item<float>()];

    /// <summary>The scores of the classes.</summary>
    /// <param name="input">Images, [B, 1, 28, 28].</param>
    /// <returns>[B, 10].</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();

        // The image does not change, so it is convolved once; expand repeats the result without a copy.
        Tensor current = _edgeScale.forward(_edges.forward(input)); // [B, 16, 14, 14]
        Tensor spikes = _edgeNeurons.forward(current.unsqueeze(0).expand([Steps, .. current.shape]));

        current = _shapeScale.forward(_shapes.forward(_pool.forward(spikes.flatten(0, 1)))); // [T·B, 32, 7, 7]
        spikes = _shapeNeurons.forward(current.reshape([Steps, -1, .. current.shape[1..]]));

        // The readout is linear: that of the mean is the mean of those of all steps.
        return _readout.forward(spikes.mean([0]).flatten(1)).MoveToOuterDisposeScope();
    }
}
