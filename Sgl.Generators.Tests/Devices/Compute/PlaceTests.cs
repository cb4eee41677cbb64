using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Where elements lie, also where 32 bits do not count them.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData(0, 7)]
    [InlineData(20, 7)]
    [InlineData(uint.MaxValue, 10)]
    [InlineData(uint.MaxValue + 1L, 10)]
    [InlineData(5_000_000_007, int.MaxValue)]
    [InlineData(3_000_000_000, int.MaxValue)]
    public void Is_a_row_and_a_column(long index, int width) =>
        Assert.Equal(new Place(index / width, (int)(index % width)), Place.Of(index, width));

    [Fact]
    public void Threads_are_as_many_as_items_up_to_a_limit()
    {
        Assert.Equal(new Spread(0, 0), Spread.Over(0));
        Assert.Equal(new Spread(5, 5), Spread.Over(5));
        Assert.Equal(new Spread(5_000_000_000, Spread.MaxThreads), Spread.Over(5_000_000_000));
    }
}
