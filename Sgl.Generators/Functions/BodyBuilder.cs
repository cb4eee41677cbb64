using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>Builds the body of a function of x, and of further arguments where it has them, in few words.</summary>
internal sealed class BodyBuilder
{
    private readonly GraphBuilder _graph = new();

    public BodyBuilder() => X = _graph.Leaf(Op.Input, 0, "x");

    /// <summary>The argument.</summary>
    public int X { get; }

    /// <summary>A further argument.</summary>
    public int Argument(int slot, string name) => _graph.Leaf(Op.Input, slot, name);

    public int Number(float value) => _graph.Constant(value);

    public int Add(int left, int right) => _graph.Binary(Op.Add, left, right);

    public int Subtract(int left, int right) => _graph.Binary(Op.Subtract, left, right);

    public int Multiply(int left, int right) => _graph.Binary(Op.Multiply, left, right);

    public int MultiplyAdd(int left, int right, int addend) => Apply(Op.FusedMultiplyAdd, left, right, addend);

    public int Divide(int left, int right) => _graph.Binary(Op.Divide, left, right);

    public int Apply(Op op, params int[] operands) => _graph.Call(op, operands);

    public int Is(int left, Op comparison, float right) => _graph.Binary(comparison, left, Number(right));

    public int Compare(Op comparison, int left, int right) => _graph.Binary(comparison, left, right);

    public int Not(int bit) => _graph.Unary(Op.Not, bit);

    public int And(int left, int right) => _graph.Binary(Op.And, left, right);

    public int Or(int left, int right) => _graph.Binary(Op.Or, left, right);

    public int Select(int condition, int whenTrue, int whenFalse) => _graph.Select(condition, whenTrue, whenFalse);

    /// <summary>…((c₀·x + c₁)·x + c₂)…, each partial sum a variable called p.</summary>
    public int Polynomial(int x, params float[] coefficients)
    {
        int p = Number(coefficients[0]);
        foreach (float coefficient in coefficients.Skip(1)) p = Named("p", Add(Multiply(p, x), Number(coefficient)));
        return p;
    }

    public int Named(string name, int value)
    {
        _graph.Name(value, name);
        return value;
    }

    public Graph Return(int value)
    {
        _graph.AddResult(ResultKind.Output, 0, value);
        return _graph.Build();
    }
}
