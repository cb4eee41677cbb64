using Sgl.Generators.Ir;

namespace Sgl.Generators.Analysis;

/// <summary>How often a value changes, the rarest first.</summary>
internal enum Rate
{
    Constant,

    /// <summary>Depends on shared parameters only: once for a layer.</summary>
    Shared,

    /// <summary>Depends on parameters only, one of them per neuron: once for a neuron.</summary>
    PerNeuron,

    /// <summary>Changes with every time step.</summary>
    PerStep,
}

/// <summary>Finds what can be hoisted out of the time loop.</summary>
internal static class Rates
{
    /// <summary>The rate of every node.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">The model's parameters by slot.</param>
    public static Rate[] Of(Graph graph, IReadOnlyList<ParameterModel> parameters)
    {
        var rates = new Rate[graph.Nodes.Count];
        for (int i = 0; i < rates.Length; i++)
        {
            Node node = graph.Nodes[i];
            rates[i] = node.Op switch
            {
                Op.Constant => Rate.Constant,
                Op.Parameter => parameters[node.Slot].IsShared ? Rate.Shared : Rate.PerNeuron,

                // The adjoint of a parameter is summed for each neuron, also where the parameter is shared.
                Op.HoistedGradient => Rate.PerNeuron,
                _ when node.IsLeaf => Rate.PerStep,
                _ => node.Operands.Max(operand => rates[operand]),
            };
        }

        return rates;
    }
}
