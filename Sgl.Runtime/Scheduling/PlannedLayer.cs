namespace Sgl;

/// <summary>When a layer runs in a training step.</summary>
public enum PlannedRun
{
    /// <summary>All time steps at a time.</summary>
    AllSteps,

    /// <summary>Once: its input is constant over time, and its output too.</summary>
    OnceForAllSteps,

    /// <summary>The time steps of a chunk at a time.</summary>
    InChunks,

    /// <summary>One time step at a time, because the layer is in a cycle.</summary>
    StepByStep,
}

/// <summary>What a layer does and keeps in a training step.</summary>
/// <param name="Node">What its node is called, see <see cref="LayerSummary.Name"/>.</param>
/// <param name="Name">The layer, as it prints itself.</param>
/// <param name="Run">When it runs.</param>
/// <param name="Buffers">What it keeps from step to step.</param>
/// <param name="Decisions">In which form it hands on its output and its gradient, and why not in another one.</param>
public sealed record PlannedLayer(
    string Node, string Name, PlannedRun Run, IReadOnlyList<PlannedBuffer> Buffers, IReadOnlyList<string> Decisions)
{
    /// <summary>All its buffers together.</summary>
    public long Bytes => Buffers.Sum(buffer => buffer.Bytes);

    internal string When(TimeCut cut) => Run switch
    {
        PlannedRun.OnceForAllSteps => "once for all steps",
        PlannedRun.InChunks => $"{cut.Steps} steps at a time",
        PlannedRun.StepByStep => "step by step",
        _ => "all steps",
    };
}
