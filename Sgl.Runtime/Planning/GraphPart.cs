namespace Sgl;

/// <summary>A layer of a graph that runs on its own, or the layers of a cycle, which run step by step.</summary>
/// <param name="First">The first layer.</param>
/// <param name="Count">Number of layers.</param>
/// <param name="IsCycle">Whether it is a cycle.</param>
internal readonly record struct GraphPart(int First, int Count, bool IsCycle)
{
    /// <summary>The last layer.</summary>
    public int Last => First + Count - 1;
}
