namespace Sgl;

/// <summary>
/// What an element-wise operation reads: a view, or one number that stands for a view filled with it. A view that is shorter
/// than the result is repeated, so a row [C] may be added to rows [B, C].
/// </summary>
public readonly struct Term
{
    private Term(View<float> view, float number, bool isNumber) => (View, Number, IsNumber) = (view, number, isNumber);

    /// <summary>The view, where it is one.</summary>
    internal View<float> View { get; }

    /// <summary>The number, where it is one.</summary>
    internal float Number { get; }

    /// <summary>Whether it is a number.</summary>
    internal bool IsNumber { get; }

    /// <summary>A view as a term.</summary>
    /// <param name="view">As long as the result, or a whole part of it.</param>
    public static implicit operator Term(View<float> view) => new(view, 0f, isNumber: false);

    /// <summary>A number as a term.</summary>
    /// <param name="number">It stands for a view that is filled with it.</param>
    public static implicit operator Term(float number) => new(default, number, isNumber: true);

    /// <summary>Throws unless it can be read for a result of so many numbers.</summary>
    internal void RequireFor(long length, string name)
    {
        if (IsNumber || View.Length == length || (View.Length > 0 && length % View.Length == 0)) return;
        throw new ArgumentException($"'{name}' has {View.Length} numbers; the result has {length}, which is no multiple.", name);
    }
}
