namespace Sgl;

/// <summary>What an optimizer of the library remembers of parameters, on the processor; 0 until it has changed them.</summary>
/// <param name="moments">Arrays per parameter.</param>
internal sealed class OptimizerMemory(int moments)
{
    private readonly Dictionary<Parameter, ParameterMemory> _memories = [];

    /// <summary>What it remembers of one.</summary>
    public ParameterMemory Of(Parameter parameter)
    {
        if (_memories.TryGetValue(parameter, out ParameterMemory? memory)) return memory;
        var arrays = new float[moments][];
        for (int i = 0; i < moments; i++) arrays[i] = new float[parameter.Value.Length];
        _memories.Add(parameter, memory = new ParameterMemory(arrays, new long[1]));
        return memory;
    }
}

/// <summary>What an optimizer remembers of a parameter.</summary>
/// <param name="Moments">Arrays as long as its values.</param>
/// <param name="Steps">The number of steps so far, [1].</param>
internal sealed record ParameterMemory(float[][] Moments, long[] Steps);
