namespace Sgl;

/// <summary>Memory of a backend that is kept between calls and replaced only where a call needs more.</summary>
internal abstract class KeptMemory<T>
    where T : unmanaged
{
    /// <summary>The most numbers that it can keep.</summary>
    public virtual long Most => long.MaxValue;

    /// <summary>The first numbers. What they hold is unspecified.</summary>
    /// <param name="length">How many, at least 0.</param>
    public abstract View<T> Take(long length);

    /// <summary>Numbers of a signal [T, B, F].</summary>
    /// <param name="what">What they are, for messages.</param>
    /// <param name="steps">T.</param>
    /// <param name="batch">B.</param>
    /// <param name="features">F.</param>
    public virtual View<T> Take(string what, int steps, int batch, int features) => Take((long)steps * batch * features);
}
