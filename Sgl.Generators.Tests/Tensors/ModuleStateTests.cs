using Xunit;
using static TorchSharp.torch;

namespace Sgl.Tests.Tensors;

/// <summary>What a module does from call to call.</summary>
public class ModuleStateTests : TensorTests
{
    // No field: it would be set before libtorch is loaded.
    private static Tensor Input => Values(1, 10, 3, 8);

    [Fact]
    public void Every_call_starts_anew_unless_the_state_is_kept()
    {
        using var module = new Models.Lif.Module(8);
        Tensor whole = module.forward(Input);
        Same(whole, module.forward(Input));

        module.KeepsState = true;
        Same(whole, cat([module.forward(Input[..4]), module.forward(Input[4..])]));
        Assert.NotEqual(ToArray(whole), ToArray(module.forward(Input)));

        module.ResetState();
        Same(whole, module.forward(Input));
        module.KeepsState = false;
        Same(whole, module.forward(Input));
    }

    [Fact]
    public void One_step_at_a_time_is_a_stream()
    {
        using var module = new Models.Gated.Module(8);
        Tensor gate = Values(2, 10, 3, 8);
        (Tensor _, Tensor whole) = module.forward(Input, gate);
        module.KeepsState = true;
        Tensor[] steps = [.. Enumerable.Range(0, 10).Select(t => module.forward(Input[t..(t + 1)], gate[t..(t + 1)]).membrane)];
        Same(whole, cat(steps));
    }

    [Fact]
    public void No_gradient_reaches_the_call_before()
    {
        using var module = new Models.Integrator.Module { KeepsState = true };
        Tensor first = Input.clone().requires_grad_(), second = Input.clone().requires_grad_();
        Tensor before = module.forward(first), after = module.forward(second);
        Assert.NotEqual(ToArray(before), ToArray(after));
        after.sum().backward();
        Assert.Null(first.grad);
        Assert.NotNull(second.grad);

        // What the first call kept for its own backward pass is still as it was.
        before.sum().backward();
        Same(first.grad!, second.grad!);
    }

    [Fact]
    public void The_gradient_of_a_call_that_goes_on_is_that_of_its_own_steps()
    {
        using var module = new Models.Lif.Module(8) { KeepsState = true };
        module.forward(Input);
        Tensor output = module.forward(Input);
        output.sum().backward();

        Tensor beta = full(8, 0.9f).requires_grad_();
        Tensor[] spikes = new Tensor[10];
        Tensor v = zeros(3, 8);
        for (int t = 0; t < 20; t++)
        {
            (Tensor[] now, Tensor[] states) = TorchNeurons.Lif([Input[t % 10]], [v], name => name == "Beta" ? beta : ones(1));
            v = t < 10 ? states[0].detach() : states[0];
            if (t >= 10) spikes[t - 10] = now[0];
        }

        stack(spikes).sum().backward();
        Near(beta.grad!, module.Beta.grad!);
    }

    [Fact]
    public void States_of_other_neurons_are_refused()
    {
        using var module = new Models.Lif.Module(8) { KeepsState = true };
        module.forward(Input);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => module.forward(Values(1, 10, 2, 8)));
        Assert.Equal(
            "Lif keeps the states of 24 neurons, samples times neurons of a sample; an input of 16 cannot go on from them. "
            + "Call ResetState() first.",
            error.Message);
        module.ResetState();
        Assert.Equal([10, 2, 8], module.forward(Values(1, 10, 2, 8)).shape);
    }

    [Fact]
    public void A_state_dictionary_has_the_parameters()
    {
        using var module = new Models.Lif.Module(8) { KeepsState = true };
        using var other = new Models.Lif.Module(8, new Models.Lif { Beta = 0.5f });
        module.forward(Input);
        Assert.Equal(["Beta", "Threshold"], module.state_dict().Keys.Order());
        other.load_state_dict(module.state_dict());
        module.ResetState();
        Same(module.forward(Input), other.forward(Input));
    }
}
