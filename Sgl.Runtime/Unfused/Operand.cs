using System.ComponentModel;

namespace Sgl;

/// <summary>What a pass reads: a row of numbers, or one number for all of them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Operand
{
    private readonly ReadOnlySpan<float> _row;
    private readonly bool _isNumber;

    private Operand(ReadOnlySpan<float> row, float number, bool isNumber)
    {
        _row = row;
        Number = number;
        _isNumber = isNumber;
    }

    /// <summary>The number, where it is one.</summary>
    internal float Number { get; }

    internal bool IsRow => !_isNumber;

    /// <summary>The row.</summary>
    /// <exception cref="InvalidOperationException">It is one number.</exception>
    internal ReadOnlySpan<float> Row =>
        IsRow ? _row : throw new InvalidOperationException("A pass needs a row among its operands.");

    /// <summary>A row as an operand.</summary>
    /// <param name="row">As many numbers as the pass writes.</param>
    public static implicit operator Operand(Span<float> row) => new(row, 0f, isNumber: false);

    /// <summary>A row as an operand.</summary>
    /// <param name="row">As many numbers as the pass writes.</param>
    public static implicit operator Operand(ReadOnlySpan<float> row) => new(row, 0f, isNumber: false);

    /// <summary>A number as an operand.</summary>
    /// <param name="number">It stands for a row that is filled with it.</param>
    public static implicit operator Operand(float number) => new([], number, isNumber: true);
}
