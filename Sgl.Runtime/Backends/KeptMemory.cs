namespace Sgl;

/// <summary>Memory of a backend that is kept between calls and replaced only where a call needs more.</summary>
internal abstract class KeptMemory<T>
    where T : unmanaged
{
    /// <summary>The first numbers. What they hold is unspecified.</summary>
    /// <param name="length">How many, at least 0.</param>
    public abstract View<T> Take(long length);
}
