using ILGPU;

namespace Sgl;

/// <summary>
/// Spikes as bits in the memory of a device, packed along features: <see cref="SpikeMatrix"/> with rows of whole words.
/// Bit f mod 32 of word ⌊f/32⌋ of a row is feature f; bits beyond the last feature are 0.
/// </summary>
/// <param name="Words">[<paramref name="Rows"/>, ⌈<paramref name="Features"/>/32⌉].</param>
/// <param name="Rows">T·B: row t·B + b is sample b at time step t.</param>
/// <param name="Features">F.</param>
internal readonly record struct DeviceSpikes(ArrayView<uint> Words, int Rows, int Features)
{
    /// <summary>Bits of a word.</summary>
    public const int WordBits = 32;

    /// <summary>Words of a row.</summary>
    public int Width => WordsFor(Features);

    /// <summary>Words that hold some bits.</summary>
    public static int WordsFor(int bits) => (int)((bits + (WordBits - 1L)) / WordBits);

    /// <summary>A spike, 0 or 1.</summary>
    public uint this[long row, int feature] => Words[row * Width + feature / WordBits] >> feature % WordBits & 1;

    /// <summary>Throws unless there are as many words as the sizes call for.</summary>
    public void RequireValid(string name) => Lanes.RequireLength(Words.Length, (long)Rows * Width, name);
}
