using Sgl.Generators.Functions;
using Sgl.Generators.Surrogates;

namespace Sgl.Generators.Ir;

/// <summary>The arithmetic an interpreter computes in.</summary>
internal enum Precision
{
    /// <summary>IEEE double: the reference that gradients are checked against.</summary>
    Double,

    /// <summary>IEEE single, rounded after every operation: the bits that every engine must give.</summary>
    Single,
}

/// <summary>Evaluates a graph for one neuron. Slow and simple on purpose: it is the oracle of the engines.</summary>
/// <param name="precision">The arithmetic.</param>
/// <param name="smooth">
/// Whether a spike is the surrogate's primitive instead of the Heaviside step: the model whose exact derivative the
/// surrogate gradient is.
/// </param>
internal sealed class Interpreter(Precision precision, bool smooth = false)
{
    /// <summary>The value of every node; a Bit is 0 or 1 (between them where spikes are smooth).</summary>
    /// <param name="graph">What to evaluate.</param>
    /// <param name="leaf">The value of a leaf other than a constant.</param>
    public double[] Evaluate(Graph graph, Func<Node, double> leaf)
    {
        var values = new double[graph.Nodes.Count];
        for (int i = 0; i < values.Length; i++)
        {
            Node node = graph.Nodes[i];
            values[i] = node.Op == Op.Constant ? Constant(node)
                : node.IsLeaf ? Round(leaf(node))
                : Apply(
                    node,
                    [.. node.Operands.Select(operand => values[operand])],
                    node.Op != Op.SurrogateDerivative || graph.Nodes[node.Operands[1]].Op == Op.Constant);
        }

        return values;
    }

    private static double Constant(Node node) => node.Type == ValueType.Bit ? node.Bits : node.Value;

    /// <summary>The result of one operation on the values of its operands.</summary>
    /// <param name="node">The operation.</param>
    /// <param name="operands">The values.</param>
    /// <param name="isAlphaConstant">
    /// Whether a surrogate's steepness is a constant, from which kernels too compute others in double.
    /// </param>
    public double Apply(Node node, double[] operands, bool isAlphaConstant = true)
    {
        double a = operands[0];
        double b = operands.ElementAtOrDefault(1);
        double c = operands.ElementAtOrDefault(2);
        double result = node.Op switch
        {
            // A double holds the sum, product or quotient of two singles so exactly that rounding it once more to
            // single gives the IEEE single result.
            Op.Add => a + b,
            Op.Subtract => a - b,
            Op.Multiply => a * b,
            Op.Divide => a / b,
            Op.Negate => -a,
            Op.Scale => a * Math.Pow(2, b),
            Op.Exponent => (Floats.ToBits((float)a) >> 23 & 255) - 127,
            Op.High => Floats.FromBits(Floats.ToBits((float)a) & ~0xfff),
            Op.Less => Bit(a < b),
            Op.LessOrEqual => Bit(a <= b),
            Op.Greater => Bit(a > b),
            Op.GreaterOrEqual => Bit(a >= b),
            Op.Equal => Bit(a == b),
            Op.NotEqual => Bit(a != b),
            Op.And => Bit(a != 0 && b != 0),
            Op.Or => Bit(a != 0 || b != 0),
            Op.Not => Bit(a == 0),
            Op.Spike => smooth ? SurrogateFunction.Primitive(a, b, node.Surrogate!) : Bit(a >= 0),
            Op.SurrogateDerivative => Derivative(node.Surrogate!, a, b, isAlphaConstant),
            Op.Select => a != 0 ? b : c,
            Op.ToFloat or Op.Detach => a,
            Op.ToSign => smooth ? a : a != 0 ? 1 : -1,
            _ when FunctionTable.Find(node.Op) is { } function => Call(function, operands),
            _ => throw new InvalidOperationException($"The interpreter has no rule for {node.Op}."),
        };
        return Round(result);
    }

    private double Round(double value) => precision == Precision.Single ? (float)value : value;

    private double Call(Function function, double[] operands)
    {
        if (precision == Precision.Double || function.Body is null) return function.Meaning!(operands);
        double[] values = Evaluate(function.Body, leaf => operands[leaf.Slot]);
        return values[function.Body.Results[0].Value];
    }

    private double Derivative(Surrogate surrogate, double x, double alpha, bool isAlphaConstant)
    {
        var builder = new GraphBuilder();
        int steepness = isAlphaConstant ? builder.Constant((float)alpha) : builder.Leaf(Op.Input, 1, "alpha");
        int result = SurrogateFunction.Derivative(builder, builder.Leaf(Op.Input, 0, "x"), steepness, surrogate);
        return Evaluate(builder.Build(), leaf => leaf.Slot == 0 ? x : alpha)[result];
    }

    private static double Bit(bool value) => value ? 1 : 0;
}
