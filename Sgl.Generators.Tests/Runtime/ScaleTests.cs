using Xunit;

namespace Sgl.Tests.Runtime;

public class ScaleTests
{
    private static readonly float[] Values = [0.5f, -1f, 2f, 0.25f, 3f, -0.75f, 1.5f, -2f, 0.125f, 4f, -0.5f, 1f];

    [Fact]
    public void A_channel_has_its_factor()
    {
        var layer = new Scale();
        Signal input = new(Values, steps: 2, batch: 1, new Shape(2, 3));
        layer.Build(input.Shape);
        layer.Initialize(new CounterRandom(1));
        Assert.Equal("Scale(2)", layer.ToString());
        Assert.Equal([2], layer.Factor.Shape);
        Assert.Equal(Values, layer.Forward(input, training: false, new Workers(1)).Data.ToArray());

        layer.Factor.Value.Span[0] = 2f;
        layer.Factor.Value.Span[1] = -3f;
        Signal output = layer.Forward(input, training: true, new Workers(1));
        Assert.Equal([1f, -2f, 4f, -0.75f, -9f, 2.25f, 3f, -4f, 0.25f, -12f, 1.5f, -3f], output.Data.ToArray());
        Assert.Equal(new Shape(2, 3), output.Shape);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_gradients_are_those_of_differences(bool isConstant)
    {
        foreach (Shape shape in new Shape[] { 6, (2, 3), (3, 1, 2) })
        {
            var input = new Signal(isConstant ? Values[..6] : Values, steps: 2, batch: 1, shape, isConstant);
            Assert.All(GradientCheck.Run(new ChannelShift(), input), difference => Assert.InRange(difference.Relative, 0, 1e-4));
            Assert.All(GradientCheck.Run(new Scale(), input), difference => Assert.InRange(difference.Relative, 0, 1e-4));
        }
    }

    [Fact]
    public void It_asks_for_its_size_before_its_factors() =>
        Assert.Contains("Build", Assert.Throws<InvalidOperationException>(() => new Scale().Factor).Message, StringComparison.Ordinal);
}
