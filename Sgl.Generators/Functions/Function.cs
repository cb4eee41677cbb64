using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Functions;

/// <summary>What one operand of a function receives in the backward pass.</summary>
/// <param name="b">Where to build it.</param>
/// <param name="operands">The nodes of the operands.</param>
/// <param name="result">The node of the function's value.</param>
/// <param name="d">The adjoint of the value.</param>
internal delegate int OperandAdjoint(GraphBuilder b, int[] operands, int result, int d);

/// <summary>A function of the model language: one row holds everything that the compiler knows of it.</summary>
/// <param name="Name">What it is called, as in <c>MathF</c> or <c>SpikeMath</c>.</param>
/// <param name="Spellings">The C# methods that mean it, as <c>Type.Method</c>.</param>
internal sealed record Function(string Name, string[] Spellings)
{
    /// <summary>Number of arguments.</summary>
    public int Arity { get; init; } = 1;

    /// <summary>Which argument must be a constant, or null.</summary>
    public int? ConstantArgument { get; init; }

    /// <summary>The operation it is in the IR; null where <see cref="Compose"/> makes it of others.</summary>
    public Op? Op { get; init; }

    /// <summary>
    /// Makes it of other operations, which then bring their derivatives along; one that is an operation too does so
    /// where it is simpler.
    /// </summary>
    public Func<GraphBuilder, int[], int>? Compose { get; init; }

    /// <summary>Its exact value: what the interpreter in double computes.</summary>
    public Func<double[], double>? Meaning { get; init; }

    /// <summary>
    /// Its value by IEEE operations only, of inputs 0, 1, …: what every engine computes. Null where it is one IEEE
    /// operation itself, which every engine has.
    /// </summary>
    public Graph? Body { get; init; }

    /// <summary>Between which numbers it lies, given the bounds of its arguments; null where that is not known.</summary>
    public Func<Bounds[], Bounds>? Range { get; init; }

    /// <summary>What each operand receives; empty where the derivative is 0 wherever there is one.</summary>
    public OperandAdjoint[] Adjoints { get; init; } = [];

    /// <summary>Whether its derivative is 0 wherever there is one, which people may not expect.</summary>
    public bool IsFlat { get; init; }

    /// <summary>How <c>MathExpressions</c> writes it; null is its name in lower case, as in <c>exp(x)</c>.</summary>
    public Func<string[], string>? Notation { get; init; }

    /// <summary>The nodes of a call.</summary>
    public int Build(GraphBuilder b, int[] arguments) =>
        Compose is not null ? Compose(b, arguments) : b.Call(Op!.Value, arguments);
}
