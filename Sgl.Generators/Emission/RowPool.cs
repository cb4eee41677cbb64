namespace Sgl.Generators.Emission;

/// <summary>Lends rows to values that live within a time step; a row that is returned is used again for a later value.</summary>
internal sealed class RowPool(KernelNames names)
{
    private readonly List<string> _all = [];
    private readonly SortedSet<int> _free = [];

    /// <summary>All rows that were ever needed at once.</summary>
    public IReadOnlyList<string> All => _all;

    public string Take()
    {
        if (_free.Count == 0)
        {
            _all.Add(names.Local("row" + Literals.Int(_all.Count + 1)));
            return _all[_all.Count - 1];
        }

        int first = _free.Min;
        _free.Remove(first);
        return _all[first];
    }

    /// <summary>Gives a row back.</summary>
    public void Free(string row) => _free.Add(_all.IndexOf(row));
}
