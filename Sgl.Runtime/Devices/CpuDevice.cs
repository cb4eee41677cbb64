namespace Sgl;

/// <summary>The processor.</summary>
internal sealed class CpuDevice : Device
{
    public override string Name => "CPU";

    internal override Execution Place(Layer[] layers, Edges[] edges, Workers workers) => new CpuExecution(layers, edges, workers);
}
