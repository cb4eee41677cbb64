using System.ComponentModel;
using System.Numerics.Tensors;

namespace Sgl;

/// <summary>
/// One pass over memory for each operation, as eager frameworks run a model: what generated <c>Unfused</c> kernels
/// are made of. By <see cref="TensorPrimitives"/> where it has the operation; always the bits of the fused kernels. A
/// bit is held as 0 or 1. Rows of one pass have one length; the result may go to the row of an operand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Passes
{
    /// <summary>x + y.</summary>
    /// <param name="x">A row or a number.</param>
    /// <param name="y">A row or a number, a row if <paramref name="x"/> is none.</param>
    /// <param name="result">Receives the results.</param>
    public static void Add(Operand x, Operand y, Span<float> result)
    {
        if (!x.IsRow) TensorPrimitives.Add(y.Row, x.Number, result);
        else if (y.IsRow) TensorPrimitives.Add(x.Row, y.Row, result);
        else TensorPrimitives.Add(x.Row, y.Number, result);
    }

    /// <summary>x − y.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Subtract(Operand x, Operand y, Span<float> result)
    {
        if (!x.IsRow) TensorPrimitives.Subtract(x.Number, y.Row, result);
        else if (y.IsRow) TensorPrimitives.Subtract(x.Row, y.Row, result);
        else TensorPrimitives.Subtract(x.Row, y.Number, result);
    }

    /// <summary>x · y.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Multiply(Operand x, Operand y, Span<float> result)
    {
        if (!x.IsRow) TensorPrimitives.Multiply(y.Row, x.Number, result);
        else if (y.IsRow) TensorPrimitives.Multiply(x.Row, y.Row, result);
        else TensorPrimitives.Multiply(x.Row, y.Number, result);
    }

    /// <summary>x / y.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Divide(Operand x, Operand y, Span<float> result)
    {
        if (!x.IsRow) TensorPrimitives.Divide(x.Number, y.Row, result);
        else if (y.IsRow) TensorPrimitives.Divide(x.Row, y.Row, result);
        else TensorPrimitives.Divide(x.Row, y.Number, result);
    }

    /// <summary>The smaller one; NaN if one is NaN.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Min(Operand x, Operand y, Span<float> result)
    {
        if (!x.IsRow) TensorPrimitives.Min(y.Row, x.Number, result);
        else if (y.IsRow) TensorPrimitives.Min(x.Row, y.Row, result);
        else TensorPrimitives.Min(x.Row, y.Number, result);
    }

    /// <summary>The larger one; NaN if one is NaN.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Max(Operand x, Operand y, Span<float> result)
    {
        if (!x.IsRow) TensorPrimitives.Max(y.Row, x.Number, result);
        else if (y.IsRow) TensorPrimitives.Max(x.Row, y.Row, result);
        else TensorPrimitives.Max(x.Row, y.Number, result);
    }

    /// <summary>−x.</summary>
    /// <param name="x">A row.</param>
    /// <param name="result">Receives the results.</param>
    public static void Negate(Operand x, Span<float> result) => TensorPrimitives.Negate(x.Row, result);

    /// <summary>|x|.</summary>
    /// <inheritdoc cref="Negate"/>
    public static void Abs(Operand x, Span<float> result) => TensorPrimitives.Abs(x.Row, result);

    /// <summary>√x.</summary>
    /// <inheritdoc cref="Negate"/>
    public static void Sqrt(Operand x, Span<float> result) => TensorPrimitives.Sqrt(x.Row, result);

    /// <summary>The largest integer that is not above x.</summary>
    /// <inheritdoc cref="Negate"/>
    public static void Floor(Operand x, Span<float> result) => TensorPrimitives.Floor(x.Row, result);

    /// <summary>The smallest integer that is not below x.</summary>
    /// <inheritdoc cref="Negate"/>
    public static void Ceiling(Operand x, Span<float> result) => TensorPrimitives.Ceiling(x.Row, result);

    /// <summary>The nearest integer, of two the even one.</summary>
    /// <inheritdoc cref="Negate"/>
    public static void Round(Operand x, Span<float> result) => TensorPrimitives.Round(x.Row, result);

    /// <summary>x without its fraction.</summary>
    /// <inheritdoc cref="Negate"/>
    public static void Truncate(Operand x, Span<float> result) => TensorPrimitives.Truncate(x.Row, result);

    /// <summary>x itself, where a second row needs it.</summary>
    /// <param name="x">A row or a number.</param>
    /// <param name="result">Receives the results.</param>
    public static void Copy(Operand x, Span<float> result)
    {
        if (x.IsRow) x.Row.CopyTo(result);
        else result.Fill(x.Number);
    }

    /// <summary>Adds the sum of a row to a number, in the order of the fused kernels.</summary>
    /// <param name="row">The row.</param>
    /// <param name="sum">What is added to.</param>
    public static void AddSum(ReadOnlySpan<float> row, ref float sum) => sum += (float)Lanes.Sum(row);
}
