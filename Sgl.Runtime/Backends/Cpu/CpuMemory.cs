namespace Sgl;

/// <summary>Memory of the processor that is kept; floats are aligned.</summary>
internal sealed class CpuMemory<T> : KeptMemory<T>
    where T : unmanaged
{
    private Memory<T> _data;

    /// <summary>What it keeps.</summary>
    public unsafe long Bytes => (long)_data.Length * sizeof(T);

    public override long Most => Sizes.Most;

    public override View<T> Take(long length)
    {
        if (length > Most) throw new ArgumentException($"{length} numbers are more than one array has, {Most}.", nameof(length));
        if (_data.Length < length) _data = Allocate((int)length);
        return new View<T>(_data[..(int)length]);
    }

    public override View<T> Take(string what, int steps, int batch, int features) =>
        Take(Sizes.Product("The network", what, steps, batch, features));

    private static Memory<T> Allocate(int length) => typeof(T) == typeof(float)
        ? (Memory<T>)(object)KernelMemory.Allocate(length)
        : new T[length];
}
