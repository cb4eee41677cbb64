using System.Text.Json;

namespace Sgl.Tests.Golden;

/// <summary>Reading numbers out of a file of vectors.</summary>
internal static class Json
{
    /// <summary>The element that a path of names leads to.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path) element = element.GetProperty(name);
        return element;
    }

    /// <summary>The numbers of an array of any rank, row-major; one for a number.</summary>
    public static double[] Numbers(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().SelectMany(Numbers)]
            : [element.GetDouble()];

    /// <summary>The same in single precision.</summary>
    public static float[] Singles(this JsonElement element) => [.. element.Numbers().Select(value => (float)value)];
}
