using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Sgl.Tests.Tensors;

/// <summary>Modules give what the same neuron gives in operations of TorchSharp, differentiated by its autograd.</summary>
public class ModuleGradientTests : TensorTests
{
    private const int Steps = 12, Batch = 3, Neurons = 20;

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["Lif"] = new(
            () => Call(new Models.Lif.Module(Neurons), static (module, x) => [module.forward(x[0])]), TorchNeurons.Lif, 1, [0f]),
        ["Integrator"] = new(
            () => Call(new Models.Integrator.Module(), static (module, x) => [module.forward(x[0])]), TorchNeurons.Integrator, 1, [0f]),
        ["HardIf"] = new(
            () => Call(new Models.HardIf.Module(), static (module, x) => [module.forward(x[0])]), TorchNeurons.HardIf, 1, [0.25f]),
        ["Gated"] = new(
            () => Call(new Models.Gated.Module(Neurons), static (module, x) =>
            {
                (Tensor spike, Tensor membrane) = module.forward(x[0], x[1]);
                return [spike, membrane];
            }),
            TorchNeurons.Gated, 2, [0f, 0.1f]),
        ["NormalizedSteepness"] = new(
            () => Call(new Models.NormalizedSteepness.Module(), static (module, x) => [module.forward(x[0])]),
            TorchNeurons.NormalizedSteepness, 1, [0f]),
        ["Bounded"] = new(
            () => Call(new Bounded.Module(Neurons), static (module, x) => [module.forward(x[0])]), TorchNeurons.Bounded, 1, [0f]),
        ["channels"] = new(
            () => Call(new Models.ByChannel.Module(Neurons, channels: 4), static (module, x) => [module.forward(x[0])]),
            TorchNeurons.ByChannel, 1, [0f, 0f]),
        ["AdaptiveLif"] = new(
            () => Call(new NeuronModule<AdaptiveLif>(Neurons), static (module, x) => [module.forward(x[0])]),
            TorchNeurons.AdaptiveLif, 1, [0f, 0f]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_autograd(string name)
    {
        Case tested = Cases[name];
        (nn.Module module, Func<Tensor[], Tensor[]> forward) = tested.Create();
        Vary(module);
        Tensor[] inputs = [.. Enumerable.Range(0, tested.Inputs).Select(k => Values((ulong)k, Steps, Batch, 4, 5).requires_grad_())];

        Tensor[] actual = forward(inputs);
        Tensor[] expected = Unrolled(tested, module, inputs);
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < actual.Length; k++) Near(expected[k], actual[k]);

        Tensor[] wanted = [.. inputs, .. module.parameters()];
        Tensor[] ours = Gradients(actual, wanted), theirs = Gradients(expected, wanted);
        for (int k = 0; k < wanted.Length; k++)
        {
            Assert.True(theirs[k].abs().max().item<float>() > 1e-3, "A gradient of zero tests nothing.");
            Near(theirs[k], ours[k]);
        }
    }

    [Fact]
    public void Has_the_bits_of_the_layer_of_Sgl()
    {
        var layer = new Spiking<Models.Lif>(Neurons);
        Tensor input = Values(1, Steps, Batch, Neurons).requires_grad_(), weights = Values(2, Steps, Batch, Neurons);
        Tensor output = new Models.Lif.Module(Neurons).forward(input);
        Tensor gradient = Gradients([output], [input], weights)[0];

        var workers = new Workers();
        Signal signal = layer.Forward(new Signal(ToArray(input), Steps, Batch, Neurons), training: true, workers);
        Signal gradients = layer.Backward(new Signal(ToArray(weights), Steps, Batch, Neurons), true, workers);
        Assert.Equal(signal.Data.ToArray(), ToArray(output));
        Assert.Equal(gradients.Data.ToArray(), ToArray(gradient));
    }

    [Fact]
    public void Learns_only_what_is_asked_for()
    {
        using var module = new Models.Gated.Module(Neurons);
        module.Tau.requires_grad = false;
        Tensor input = Values(1, Steps, Batch, Neurons).requires_grad_(), gate = Values(2, Steps, Batch, Neurons);
        (Tensor spike, Tensor _) = module.forward(input, gate);
        spike.sum().backward();
        Assert.NotNull(input.grad);
        Assert.NotNull(module.TauSyn.grad);
        Assert.Null(module.Tau.grad);
        Assert.Null(gate.grad);
        Assert.Equal(["Tau", "TauSyn"], module.named_parameters().Select(item => item.name).Order());
        Assert.Equal(["Dt", "Threshold"], module.named_buffers().Select(item => item.name).Order());
    }

    [Fact]
    public void A_bounded_parameter_is_back_within_its_bounds_at_the_next_call()
    {
        using var module = new Bounded.Module(Neurons);
        using (no_grad()) module.Gain.fill_(7f);
        module.forward(Values(1, Steps, Batch, Neurons));
        Assert.Equal(1.5f, module.Gain.item<float>());
        ArgumentException outside = Assert.Throws<ArgumentException>(() => new Bounded.Module(Neurons, new Bounded { Gain = 2f }));
        Assert.Equal("Bounded.Gain is 2; it must lie between -0.5 and 1.5.", outside.Message);
    }

    [Fact]
    public void Trains_with_an_optimizer_of_TorchSharp()
    {
        random.manual_seed(1);
        using nn.Module<Tensor, Tensor> network = nn.Sequential(
            ("in", nn.Linear(8, 32)), ("lif", new Models.Lif.Module(32)), ("out", nn.Linear(32, 2)));
        Tensor input = Values(3, Steps, 16, 8), labels = input.mean([0, 2]).gt(0.5f).to_type(int64);
        using optim.Optimizer adam = optim.Adam(network.parameters(), lr: 0.02);
        var losses = new List<float>();
        for (int i = 0; i < 60; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = nn.functional.cross_entropy(network.forward(input).mean([0]), labels);
            adam.zero_grad();
            loss.backward();
            adam.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < 0.5f * losses[0], $"The loss went from {losses[0]} to {losses[^1]}.");
        Assert.NotEqual(0.9f, network.get_parameter("lif.Beta")!.mean().item<float>());
    }

    private sealed record Case(
        Func<(nn.Module, Func<Tensor[], Tensor[]>)> Create, TorchStep Step, int Inputs, float[] States);

    private static (nn.Module, Func<Tensor[], Tensor[]>) Call<TModule>(TModule module, Func<TModule, Tensor[], Tensor[]> forward)
        where TModule : nn.Module => (module, inputs => forward(module, inputs));

    // So that neurons differ, and a parameter's gradient is not that of its neighbour.
    private static void Vary(nn.Module module)
    {
        using IDisposable none = no_grad();
        foreach (Tensor parameter in module.parameters()) parameter.mul_(1f + 0.02f * Values(9, parameter.numel()).reshape(parameter.shape));
    }

    private static Tensor[] Unrolled(Case tested, nn.Module module, Tensor[] inputs)
    {
        Tensor Parameter(string name)
        {
            Tensor value = module.get_parameter(name) ?? module.get_buffer(name)!;
            return value.numel() == Neurons ? value.reshape(4, 5) : value;
        }

        Tensor[] states = [.. tested.States.Select(value => full_like(inputs[0][0], value))];
        var outputs = new List<Tensor[]>();
        for (int t = 0; t < Steps; t++)
        {
            (Tensor[] now, states) = tested.Step([.. inputs.Select(input => input[t])], states, Parameter);
            outputs.Add(now);
        }

        return [.. Enumerable.Range(0, outputs[0].Length).Select(k => stack(outputs.Select(now => now[k])))];
    }

    // Of a loss that weighs every output at every step with a number of its own.
    private static Tensor[] Gradients(Tensor[] outputs, Tensor[] wanted) => Gradients(
        outputs, wanted, [.. outputs.Select((output, k) => Values(20 + (ulong)k, output.shape))]);

    private static Tensor[] Gradients(Tensor[] outputs, Tensor[] wanted, params Tensor[] weights) =>
        [.. autograd.grad(outputs, wanted, weights)];
}
