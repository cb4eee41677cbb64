namespace Sgl;

/// <summary>Where an element lies in rows of some width. Devices divide numbers of 32 bits far faster than longer ones.</summary>
internal readonly record struct Place(long Row, int Column)
{
    public static Place Of(long index, int width)
    {
        if (index > uint.MaxValue) return new Place(index / width, (int)(index % width));
        uint small = (uint)index;
        return new Place(small / (uint)width, (int)(small % (uint)width));
    }
}
