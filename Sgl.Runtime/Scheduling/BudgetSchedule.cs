namespace Sgl;

/// <summary>The fastest exact schedule within a budget.</summary>
/// <param name="Bytes">The most memory.</param>
internal sealed record BudgetSchedule(long Bytes) : Schedule
{
    /// <inheritdoc/>
    public override string ToString() => $"Auto({Bytes})";

    /// <summary>The longest chunks that fit.</summary>
    /// <remarks>
    /// Fewer steps are not always less memory: more boundaries are kept then. But of all lengths that give the same number of
    /// chunks the shortest takes the least, and there are at most 2·√T such numbers.
    /// </remarks>
    internal override TimeCut CutFor(Execution execution, PassShape input)
    {
        NetworkPlan? least = null;
        for (int longest = input.Steps; longest > 0;)
        {
            int chunks = Cut(longest).Chunks;
            int shortest = (input.Steps - 1) / chunks + 1;
            NetworkPlan plan = execution.Plan(input, Cut(shortest));
            if (Fits(plan)) return Cut(Longest(shortest, longest));
            if (least is null || plan.Bytes < least.Bytes) least = plan;
            longest = shortest - 1;
        }

        string tooLarge = least!.TooLarge is { } buffer
            ? $" Of it, '{buffer.Name}' needs {buffer.Bytes}, which is more than one array can have."
            : "";
        throw new InvalidOperationException(
            $"No schedule of {input.Steps} steps of {input.Batch} samples fits into {Bytes} bytes; the least, "
            + $"Chunked({least.StepsPerChunk}), needs {least.Bytes}.{tooLarge}");

        TimeCut Cut(int steps) => new(input.Steps, steps, Truncates: false);

        bool Fits(NetworkPlan plan) => plan.Bytes <= Bytes && plan.TooLarge is null;

        // Between two lengths of the same number of chunks, of which the first fits.
        int Longest(int fitting, int longest)
        {
            while (fitting < longest)
            {
                int middle = (int)((fitting + (long)longest + 1) / 2);
                if (Fits(execution.Plan(input, Cut(middle)))) fitting = middle;
                else longest = middle - 1;
            }

            return fitting;
        }
    }
}
