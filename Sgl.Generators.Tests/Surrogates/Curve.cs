using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Sgl.Tests.Surrogates;

/// <summary>A surrogate of one steepness as a function of x, as kernels (single) or mathematics (double) have it.</summary>
internal sealed class Curve
{
    private readonly Graph _derivative;
    private readonly Interpreter _interpreter;
    private readonly Surrogate _surrogate;
    private readonly float _alpha;

    public Curve(
        string kind,
        float alpha,
        Precision precision = Precision.Double,
        Normalization normalize = Normalization.None)
    {
        _surrogate = new Surrogate(kind, normalize);
        _alpha = alpha;
        _interpreter = new Interpreter(precision);
        var b = new GraphBuilder();
        int derivative = SurrogateFunction.Derivative(b, b.Leaf(Op.Input, 0, "x"), b.Constant(alpha), _surrogate);
        b.AddResult(ResultKind.Output, 0, derivative);
        _derivative = b.Build();
    }

    /// <summary>S̃′(x).</summary>
    public double Slope(double x) => _interpreter.Evaluate(_derivative, _ => x)[_derivative.Results[0].Value];

    /// <summary>S̃(x).</summary>
    public double Height(double x) => SurrogateFunction.Primitive(x, _alpha, _surrogate);
}
