namespace Sgl;

/// <summary>The fastest exact schedule within a budget.</summary>
/// <param name="Bytes">The most memory.</param>
internal sealed record BudgetSchedule(long Bytes) : Schedule
{
    /// <inheritdoc/>
    public override string ToString() => $"Auto({Bytes})";

    /// <inheritdoc/>
    internal override TimeCut CutFor(Execution execution, PassShape input)
    {
        // Fewer steps are not always less memory: more boundaries are kept then. So the search tries them all.
        var least = (Bytes: long.MaxValue, Steps: 0);
        for (int steps = input.Steps; steps > 0; steps--)
        {
            var cut = new TimeCut(input.Steps, steps, Truncates: false);
            long bytes = execution.Plan(input, cut).Bytes;
            if (bytes <= Bytes) return cut;
            if (bytes < least.Bytes) least = (bytes, steps);
        }

        throw new InvalidOperationException(
            $"No schedule of {input.Steps} steps of {input.Batch} samples fits into {Bytes} bytes; the least, "
            + $"Chunked({least.Steps}), needs {least.Bytes}.");
    }
}
