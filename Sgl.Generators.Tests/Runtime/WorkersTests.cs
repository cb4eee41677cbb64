using Xunit;

namespace Sgl.Tests;

public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Runs_every_part_once(int threads)
    {
        var runs = new int[1000];
        new Workers(threads).Run(runs.Length, part => Interlocked.Increment(ref runs[part]));
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Uses_no_more_threads_than_asked_for()
    {
        int running = 0;
        int most = 0;
        var gate = new Lock();
        new Workers(2).Run(40, _ =>
        {
            lock (gate) most = Math.Max(most, ++running);
            Thread.Sleep(1);
            lock (gate) running--;
        });
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public void Runs_inline_on_one_thread()
    {
        int caller = Environment.CurrentManagedThreadId;
        new Workers(1).Run(10, _ => Assert.Equal(caller, Environment.CurrentManagedThreadId));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(20, 7)]
    [InlineData(21, 7)]
    [InlineData(3, 7)]
    public void Blocks_cover_a_range_without_overlap(int length, int block)
    {
        var covered = new int[length];
        new Workers(3).RunBlocks(length, block, (start, count) =>
        {
            Assert.InRange(count, 1, block);
            for (int i = start; i < start + count; i++) Interlocked.Increment(ref covered[i]);
        });
        Assert.All(covered, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Zero_is_one_thread_per_processor()
    {
        Assert.Equal(Environment.ProcessorCount, new Workers().Threads);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Workers(-1));
    }
}
