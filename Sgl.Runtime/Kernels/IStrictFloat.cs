using System.ComponentModel;

namespace Sgl;

/// <summary>
/// A float on a device whose every operation rounds on its own, as on a processor: what kernels compute with unless their
/// model is <see cref="SurrogateAttribute.FastMath"/>. How to keep a compiler from contracting, joining or turning
/// around what is written differs between devices, hence the kernels are generic.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStrictFloat<TSelf>
    where TSelf : struct, IStrictFloat<TSelf>
{
    /// <summary>The same number.</summary>
    static abstract implicit operator TSelf(float value);

    /// <summary>The same number.</summary>
    static abstract explicit operator float(TSelf value);

    /// <summary>The sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The number with the other sign.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary>Whether the left one is less; false where either is NaN.</summary>
    static abstract bool operator <(TSelf left, TSelf right);

    /// <summary>Whether the left one is less or equal; false where either is NaN.</summary>
    static abstract bool operator <=(TSelf left, TSelf right);

    /// <summary>Whether the left one is greater; false where either is NaN.</summary>
    static abstract bool operator >(TSelf left, TSelf right);

    /// <summary>Whether the left one is greater or equal; false where either is NaN.</summary>
    static abstract bool operator >=(TSelf left, TSelf right);

    /// <summary>Whether they are equal; false where either is NaN.</summary>
    static abstract bool operator ==(TSelf left, TSelf right);

    /// <summary>Whether they are not equal; true where either is NaN.</summary>
    static abstract bool operator !=(TSelf left, TSelf right);

    /// <summary>x·y + z, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The bits of the number.</summary>
    static abstract int BitsOf(TSelf x);
}
