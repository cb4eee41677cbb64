using System.Diagnostics;

namespace Sgl.Bench;

/// <summary>
/// Times several computations in turns (A B A B …), so that a machine that slows down slows all of them down.
/// </summary>
/// <remarks>
/// The shortest time of each side counts. What disturbs a measurement (another process, an interrupt, a collection of
/// garbage of the other side) only ever adds time, so the shortest one is nearest to what the computation takes by
/// itself; a median still holds the disturbance of a busy machine.
/// </remarks>
internal static class PairedTiming
{
    private const int LeastRounds = 5;

    /// <summary>The shortest time of each side, in milliseconds.</summary>
    /// <param name="sides">What is timed.</param>
    /// <param name="pace">How long.</param>
    /// <param name="before">What comes before each of them, and is not timed; null is nothing.</param>
    public static double[] Shortest(IReadOnlyList<Action> sides, Pace pace, Action? before = null)
    {
        // Each by itself: beside a slow side, ours would be called too seldom for the just-in-time compiler to optimize it.
        foreach (Action side in sides) Rounds([side], pace.WarmUp, before);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Rounds(sides, pace.Duration, before);
    }

    private static double[] Rounds(IReadOnlyList<Action> sides, TimeSpan duration, Action? before)
    {
        double[] shortest = [.. sides.Select(_ => double.PositiveInfinity)];
        var clock = Stopwatch.StartNew();
        for (int round = 0; round < LeastRounds || clock.Elapsed < duration; round++)
        {
            for (int i = 0; i < sides.Count; i++)
            {
                before?.Invoke();
                long start = Stopwatch.GetTimestamp();
                sides[i]();
                shortest[i] = Math.Min(shortest[i], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return shortest;
    }
}
