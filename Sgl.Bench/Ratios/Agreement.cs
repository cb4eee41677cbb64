namespace Sgl.Bench;

/// <summary>Holds both sides of a ratio to the same result: a time means nothing without it.</summary>
internal static class Agreement
{
    /// <summary>Throws unless both are the same numbers, and not all of them 0.</summary>
    public static void Exact(string what, ReadOnlySpan<float> ours, ReadOnlySpan<float> other)
    {
        if (ours.Length != other.Length) throw Difference(what, $"{ours.Length} against {other.Length} values");
        int first = ours.CommonPrefixLength(other);
        if (first < ours.Length) throw Difference(what, $"{ours[first]} against {other[first]} at {first}");
        if (!ours.ContainsAnyExcept(0f)) throw Difference(what, "all values are 0, which shows nothing");
    }

    /// <summary>
    /// Throws unless the distance of the two, as vectors, is at most <paramref name="tolerance"/> of their length.
    /// </summary>
    public static void Near(string what, double tolerance, ReadOnlySpan<float> ours, ReadOnlySpan<float> other)
    {
        if (ours.Length != other.Length) throw Difference(what, $"{ours.Length} against {other.Length} values");
        (double distance, double length) = (0, 0);
        for (int i = 0; i < ours.Length; i++)
        {
            distance += Math.Pow((double)ours[i] - other[i], 2);
            length += Math.Pow(other[i], 2);
        }

        double relative = Math.Sqrt(distance / length);
        if (!(relative <= tolerance)) throw Difference(what, FormattableString.Invariant($"by {relative:G3}"));
    }

    private static InvalidOperationException Difference(string what, string how) =>
        new($"Both sides must give the same {what}; they differ: {how}.");
}
