using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sgl;

/// <summary>Numbers of values that are products of sizes: what is too large for one array is named, with the limit.</summary>
internal static class Sizes
{
    /// <summary>The most floats of one array here: those before the first one that lies at a page are not counted.</summary>
    public static int Most => Array.MaxLength - KernelMemory.MostSkipped;

    /// <summary>Throws unless a size is at least 1, and returns it.</summary>
    public static int Positive(int value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    /// <summary>The product of sizes that are each at least 0.</summary>
    /// <param name="owner">Whose array it is, for messages.</param>
    /// <param name="what">What the array holds.</param>
    /// <param name="sizes">The sizes.</param>
    /// <exception cref="ArgumentException">It is more than <see cref="Most"/>.</exception>
    public static int Product(object owner, string what, params ReadOnlySpan<int> sizes)
    {
        long product = 1;
        foreach (int size in sizes)
        {
            product *= size;
            if (product > Most) throw TooLarge(owner, what, sizes);
        }

        return (int)product;
    }

    private static ArgumentException TooLarge(object owner, string what, ReadOnlySpan<int> sizes)
    {
        Int128 product = 1;
        foreach (int size in sizes) product *= size;
        string factors = string.Join(" · ", sizes.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)));
        return new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"{owner}: {what} would have {factors} = {product} values; one array has at most {Most}."));
    }
}
