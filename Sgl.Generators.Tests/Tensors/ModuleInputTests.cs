using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Sgl.Tests.Tensors;

/// <summary>What a module takes for an input, and what it says about anything else.</summary>
public class ModuleInputTests : TensorTests
{
    [Theory]
    [InlineData(6, 4)]
    [InlineData(6, 4, 24)]
    [InlineData(6, 4, 2, 3, 4)]
    [InlineData(1, 1, 5000)]
    [InlineData(3, 700, 9)]
    public void Neurons_have_any_shape(params int[] sizes)
    {
        long[] shape = [.. sizes.Select(size => (long)size)];
        long neurons = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
        using var module = new Models.Lif.Module(neurons);
        using (no_grad()) module.Beta.copy_(Values(5, neurons).mul_(0.2f).add_(0.5f));
        Tensor input = Values(1, shape).requires_grad_();
        Tensor output = module.forward(input);
        Assert.Equal(shape, output.shape);
        output.mul(Values(2, shape)).sum().backward();

        using var flat = new Models.Lif.Module(neurons);
        flat.load_state_dict(module.state_dict());
        Tensor line = Values(1, shape).reshape(shape[0], shape[1], neurons).requires_grad_();
        Tensor spikes = flat.forward(line);
        spikes.mul(Values(2, shape).reshape(spikes.shape)).sum().backward();
        Same(spikes.reshape(shape), output);
        Same(line.grad!.reshape(shape), input.grad!);
        Same(flat.Beta.grad!, module.Beta.grad!);
    }

    [Fact]
    public void A_view_in_another_order_is_as_good_as_a_copy()
    {
        using var module = new Models.Lif.Module(6);
        Tensor view = Values(1, 6, 4, 5).permute(2, 1, 0);
        Assert.False(view.is_contiguous());
        Same(module.forward(view.contiguous()), module.forward(view));
    }

    [Fact]
    public void A_row_for_all_time_steps_is_read_where_it_is()
    {
        using var module = new Models.Gated.Module(6);
        Tensor row = Values(1, 1, 4, 6).requires_grad_(), copy = row.detach().clone().requires_grad_();
        Tensor gate = Values(2, 5, 4, 6);
        (Tensor spike, Tensor membrane) = module.forward(row.expand(5, 4, 6), gate);
        (Tensor expectedSpike, Tensor expectedMembrane) = module.forward(copy.repeat(5, 1, 1), gate);
        Same(expectedMembrane, membrane);
        Same(expectedSpike, spike);
        membrane.sum().backward();
        expectedMembrane.sum().backward();
        Near(copy.grad!, row.grad!);
    }

    [Fact]
    public void Nothing_is_copied_of_a_contiguous_input()
    {
        Tensor input = Values(1, 5, 4, 6);
        Memory<float> memory = Sgl.Generated.TensorMemory.Plane(input).Data;
        memory.Span[7] = 42f;
        Assert.Equal(42f, input[0, 1, 1].item<float>());
        Assert.Throws<NotSupportedException>(() => memory.Pin());
    }

    [Fact]
    public void Without_a_gradient_to_compute_nothing_is_recorded()
    {
        using var module = new Models.Lif.Module(6);
        using (no_grad()) Assert.False(module.forward(Values(1, 5, 4, 6)).requires_grad);
        Assert.True(module.forward(Values(1, 5, 4, 6)).requires_grad);
        module.Beta.requires_grad = false;
        Assert.False(module.forward(Values(1, 5, 4, 6)).requires_grad);
    }

    [Fact]
    public void Other_types_devices_and_sizes_are_refused_by_name()
    {
        using var module = new Models.Lif.Module(6);
        Assert.Equal(
            "'input' of Lif is Float64; the kernels compute in Float32. Call .to(torch.float32). (Parameter 'input')",
            Refusal(Values(1, 5, 4, 6).to_type(float64)));
        Assert.Equal(
            "'input' of Lif is on meta; the kernels run on the processor. Call .cpu(). (Parameter 'input')",
            Refusal(empty(5, 4, 6, device: META)));
        Assert.Equal(
            "'input' of Lif is [6]; expected [T, B, …], time steps and samples first, none of them 0. (Parameter 'input')",
            Refusal(Values(1, 6)));
        Assert.Equal(
            "'input' of Lif is [5, 0, 6]; expected [T, B, …], time steps and samples first, none of them 0. (Parameter 'input')",
            Refusal(empty(5, 0, 6)));
        Assert.Equal(
            "Lif has 6 values of Beta, one per neuron; the input has 7 neurons in each sample, the product of its sizes after "
            + "[T, B]. Create the module with that number.",
            Refusal(Values(1, 5, 4, 7)));
        using var channels = new Models.ByChannel.Module(neurons: 12, channels: 3);
        Assert.Equal(
            "ByChannel has 3 values of Tau, one per channel; the input has 4 channels, its size after [T, B]. Create the module with "
            + "that number.",
            Assert.Throws<ArgumentException>(() => channels.forward(Values(1, 5, 4, 4, 3))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Models.ByChannel.Module(neurons: 12, channels: 0));
        module.to(float64);
        Assert.Equal(float64, module.Beta.dtype);
        Assert.Equal(float64, module.get_buffer("Threshold")!.dtype);
        Assert.Equal(
            "'Beta' of Lif is Float64; the kernels compute in Float32. Call .to(torch.float32). (Parameter 'Beta')",
            Refusal(Values(1, 5, 4, 6)));
        module.to(float32);
        Assert.Equal([5, 4, 6], module.forward(Values(1, 5, 4, 6)).shape);

        string Refusal(Tensor input) => Assert.Throws<ArgumentException>(() => module.forward(input)).Message;
    }

    [Fact]
    public void Several_inputs_have_one_shape()
    {
        using var module = new Models.Gated.Module(6);
        ArgumentException error = Assert.Throws<ArgumentException>(() => module.forward(Values(1, 5, 4, 6), Values(1, 5, 4, 1)));
        Assert.Equal("'gate' of Gated is [5, 4, 1]; expected the sizes of 'input', [5, 4, 6]. (Parameter 'gate')", error.Message);
    }

    [Fact]
    public void Modules_without_neurons_or_outputs_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Models.Lif.Module(0));
        Assert.Contains(
            "Lif has no output 'membrane'; it has spike.",
            Assert.Throws<ArgumentException>(() => new NeuronModule<Lif>(3, output: "membrane")).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "Gated has 2 inputs (input, gate); a NeuronModule takes one.",
            Assert.Throws<ArgumentException>(() => new NeuronModule<Models.Gated>(3)).Message);
    }
}
