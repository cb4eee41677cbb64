namespace Sgl;

/// <summary>
/// Looks, before a training step computes anything, whether the backend has the operations that its loss and its optimizer use,
/// by calling them with memory of its own. A backend that has all of them is asked nothing.
/// </summary>
internal sealed class OperationCheck(LayerGraph graph, Backend ops)
{
    private readonly HashSet<object> _passed = [];

    /// <summary>Throws unless it has those of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="output">Of which output of the network.</param>
    /// <exception cref="NotSupportedException">An operation is missing; the message names it and the output.</exception>
    public void Require(Loss loss, int output)
    {
        if (ops.IsComplete) return;
        Call(loss, output);
    }

    /// <summary>Throws unless it has those of an optimizer, of which nothing is changed.</summary>
    /// <param name="optimizer">The optimizer; null is none.</param>
    /// <exception cref="NotSupportedException">An operation is missing; the message names it and the layer.</exception>
    public void Require(Optimizer? optimizer)
    {
        if (ops.IsComplete || optimizer is null) return;
        Call(optimizer);
    }

    // Apart, because a method creates what its delegates capture when it starts.
    private void Call(Loss loss, int output)
    {
        if (_passed.Contains((loss, output))) return;
        NetworkPort port = graph.Outputs[output];
        View<float> values = ops.Keep<float>().Take(port.Shape.Features);
        View<int> labels = ops.Keep<int>().Take(1);
        ops.Write<int>([0], labels);
        Run($"output '{port.Name}'", loss, () =>
        {
            ops.Fill(0f, values);
            new Head(ops).Evaluate(new Signal(values, 1, 1, port.Shape.Features, isConstant: false), labels, loss);
        });
        _passed.Add((loss, output));
    }

    private void Call(Optimizer optimizer)
    {
        if (_passed.Contains(optimizer)) return;
        for (int i = 0; i < graph.Layers.Length; i++)
        {
            foreach (Parameter parameter in graph.Layers[i].AllParameters())
            {
                var update = new ParameterUpdate(parameter, [.. optimizer.Memory.Names.Select(_ => Zeros(parameter))])
                {
                    Value = Zeros(parameter), Gradient = Zeros(parameter), Step = 1,
                };
                Run($"'{parameter.Name}' of '{graph.Names[i]}'", optimizer, () => optimizer.Step(update, ops));
            }
        }

        _passed.Add(optimizer);
    }

    private View<float> Zeros(Parameter parameter)
    {
        View<float> zeros = ops.Keep<float>().Take(parameter.Length);
        ops.Fill(0f, zeros);
        return zeros;
    }

    private static void Run(string node, object algorithm, Action action)
    {
        try
        {
            action();
        }
        catch (MissingOperationException missing)
        {
            throw missing.At(node, algorithm);
        }
    }
}
