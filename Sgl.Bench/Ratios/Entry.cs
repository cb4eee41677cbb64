namespace Sgl.Bench;

/// <summary>One thing that the quick mode measures: one line of its table.</summary>
/// <param name="Name">What <c>--only</c> and the file of results call it.</param>
internal abstract record Entry(string Name)
{
    /// <summary>Measures it.</summary>
    /// <param name="machine">What the machine can do at best.</param>
    public abstract Line Measure(Machine machine);

    /// <summary>Whether <c>--only</c> asks for it: by its name, or by the words that its name begins with.</summary>
    public bool IsNamed(string only) => Name == only || Name.StartsWith($"{only}-", StringComparison.Ordinal);
}
