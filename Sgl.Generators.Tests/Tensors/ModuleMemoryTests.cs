using TorchSharp;
using Sgl.Tests.Harness;
using Xunit;
using static TorchSharp.torch;

namespace Sgl.Tests.Tensors;

/// <summary>A thousand iterations leave no tensor behind.</summary>
[Slow(5)]
public class ModuleMemoryTests : TensorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_keeps_the_number_of_tensors(bool keepsState)
    {
        using var module = new Models.Lif.Module(4) { KeepsState = keepsState };
        Tensor input = Values(1, 5, 2, 4).requires_grad_();
        long Live() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        long after = 0;
        for (int i = 0; i < 1000; i++)
        {
            using (DisposeScope scope = NewDisposeScope())
            {
                module.forward(input).sum().backward();
                module.zero_grad();
                input.grad!.zero_();
            }

            if (i == 9) after = Live();
        }

        Assert.Equal(after, Live());
    }

    /// <summary>The tape is held by libtorch, where no tensor of ours counts it.</summary>
    [Fact]
    public void The_tape_goes_with_the_graph()
    {
        // So many that what an allocator keeps, up to 250 MB seen after other tests, is nothing beside all tapes.
        const int Iterations = 300, Floats = 2 << 20;
        using var module = new Models.Lif.Module(Floats / 16);
        Tensor input = Values(1, 1, 1, Floats / 16).expand(8, 2, Floats / 16).clone();
        long before = 0;
        for (int i = 0; i < Iterations; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            module.forward(input).sum().backward();
            if (i == 9) before = Environment.WorkingSet;
        }

        long tapes = (Iterations - 10L) * Floats * sizeof(float);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, tapes / 3);
    }
}
