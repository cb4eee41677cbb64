namespace Sgl;

/// <summary>Rows of numbers, from one of their columns on.</summary>
/// <param name="Rows">The rows, one after the other.</param>
/// <param name="Width">Numbers of a row, at least 1.</param>
/// <param name="First">The first of the columns, at least 0.</param>
public readonly record struct Columns(View<float> Rows, int Width, int First = 0)
{
    /// <summary>Number of rows.</summary>
    internal long Count => Rows.Length / Width;

    /// <summary>Throws unless there are so many columns, of whole rows.</summary>
    internal void Require(int count, string name)
    {
        if (Width < 1 || Rows.Length % Width != 0)
            throw new ArgumentException($"'{name}' has {Rows.Length} numbers, which are not rows of {Width}.", name);
        if (First < 0 || First > Width - count)
            throw new ArgumentException($"'{name}' has rows of {Width} numbers; columns {First} to {First + count - 1} are asked for.", name);
    }
}
