namespace Sgl;

/// <summary>The processor.</summary>
internal sealed class CpuDevice : Device
{
    public override string Name => "CPU";

    internal override Execution Place(LayerGraph graph, Workers workers) => new CpuExecution(graph, new CpuBackend(workers));
}
