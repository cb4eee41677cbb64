using System.Globalization;
using System.Text;

namespace Sgl;

/// <summary>What a network consists of: its layers, what each reads, shapes, parameters and operations.</summary>
public sealed class NetworkSummary
{
    internal NetworkSummary(LayerGraph graph)
    {
        var layers = new LayerSummary[graph.Layers.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            Layer layer = graph.Layers[i];
            string[] reads = [.. graph.Sources(i).ToArray().Select(source => source < 0 ? graph.Inputs[~source].Name : graph.Names[source])];
            layers[i] = new LayerSummary(
                graph.Names[i],
                layer.ToString()!,
                reads,
                layer.OutputShape,
                layer.AllParameters().Sum(parameter => (long)parameter.Length),
                layer.WithInner().Sum(CountSynapses));
        }

        (Layers, Inputs, Outputs) = (layers, graph.Inputs, graph.Outputs);
    }

    /// <summary>The layers, each after those that it reads.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<NetworkPort> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<NetworkPort> Outputs { get; }

    /// <summary>Number of learnable values of all layers.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Bytes of these values, without gradients and what an optimizer remembers.</summary>
    public long Bytes => Parameters * sizeof(float);

    /// <summary>Multiply-accumulates of all synapses, of one sample and time step; where the input is spikes, fewer are computed.</summary>
    public long MultiplyAccumulates => Layers.Sum(layer => layer.MultiplyAccumulates);

    private static long CountSynapses(Layer layer) => layer.Synapses switch
    {
        SynapseSource.Input => (long)layer.Inputs * layer.Outputs,
        SynapseSource.LastOutput => (long)layer.Outputs * layer.Outputs,
        _ => 0,
    };

    /// <summary>A table, a layer a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line("layer", "is", "reads", "gives", "parameters", "synapse ops");
        foreach (NetworkPort input in Inputs) Line(input.Name, "input", "", input.Shape.ToString(), "", "");
        foreach (LayerSummary layer in Layers)
        {
            Line(
                layer.Name,
                layer.Layer,
                string.Join(", ", layer.Reads),
                layer.Output.ToString(),
                layer.Parameters.ToString("N0", CultureInfo.InvariantCulture),
                layer.MultiplyAccumulates.ToString("N0", CultureInfo.InvariantCulture));
        }

        Line("total", "", "", "", Parameters.ToString("N0", CultureInfo.InvariantCulture), MultiplyAccumulates.ToString("N0", CultureInfo.InvariantCulture));
        return text.Append(CultureInfo.InvariantCulture, $"{Bytes:N0} bytes of parameters\n").ToString();

        void Line(string name, string layer, string reads, string gives, string parameters, string operations) =>
            text.Append(CultureInfo.InvariantCulture, $"{name,-20} {layer,-32} {reads,-28} {gives,-14} {parameters,12} {operations,14}\n");
    }
}

/// <summary>A layer of a network.</summary>
/// <param name="Name">The name of its node, or one that is derived from its kind and its place.</param>
/// <param name="Layer">The layer, as it prints itself.</param>
/// <param name="Reads">The names of what it reads, in the order of its inputs.</param>
/// <param name="Output">What it gives, a sample at one time step.</param>
/// <param name="Parameters">Number of its learnable values.</param>
/// <param name="MultiplyAccumulates">Of its synapses, for one sample and time step.</param>
public sealed record LayerSummary(
    string Name, string Layer, IReadOnlyList<string> Reads, Shape Output, long Parameters, long MultiplyAccumulates);
