namespace Sgl;

/// <summary>Memory of a backend for losses that is kept between calls.</summary>
internal abstract class KeptLosses
{
    /// <summary>Losses that are 0.</summary>
    public abstract SampleLosses Take(int batch);
}
