namespace Sgl;

/// <summary>What an optimizer remembers of parameters, on the processor; 0 until it has changed them.</summary>
/// <param name="names">What its arrays are called; one of each is kept for a parameter.</param>
internal sealed class OptimizerMemory(IReadOnlyList<string> names)
{
    private readonly Dictionary<Parameter, ParameterMemory> _memories = [];

    /// <summary>What its arrays are called.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>What it remembers of one; null where it was not asked for yet.</summary>
    public ParameterMemory? Find(Parameter parameter) => _memories.GetValueOrDefault(parameter);

    /// <summary>What it remembers of one.</summary>
    public ParameterMemory Of(Parameter parameter)
    {
        if (Find(parameter) is { } memory) return memory;
        var arrays = new float[names.Count][];
        for (int i = 0; i < arrays.Length; i++) arrays[i] = new float[parameter.Length];
        _memories.Add(parameter, memory = new ParameterMemory(parameter, arrays));
        return memory;
    }
}

/// <summary>What an optimizer remembers of a parameter.</summary>
internal sealed class ParameterMemory
{
    public ParameterMemory(Parameter parameter, float[][] arrays)
    {
        Arrays = arrays;
        Update = new ParameterUpdate(parameter, Array.ConvertAll(arrays, array => new View<float>(array)));
    }

    /// <summary>Arrays as long as the parameter's values.</summary>
    public float[][] Arrays { get; }

    /// <summary>The number of steps so far, [1].</summary>
    public long[] Steps { get; } = new long[1];

    /// <summary>The parameter as it is changed on the processor.</summary>
    public ParameterUpdate Update { get; }
}
