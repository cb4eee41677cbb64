using System.Collections;
using System.Reflection;

namespace Sgl.Tests;

/// <summary>
/// Finds the buffers that an object keeps, through all that it refers to; on a device, all but those of parameters.
/// </summary>
internal static class Buffers
{
    public static long BytesOf(object root)
    {
        long bytes = 0;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out object? item))
        {
            if (item is Network && item != root) continue; // the owner of a layer, not a part of it
            if (item is string or Type or Delegate or GpuDevice or DeviceComputing or DeviceArena or PlacedParameter || !seen.Add(item)) continue;
            if (item is IEnumerable items)
                foreach (object? element in items) Push(element);
            if (Own(item) is { } own)
            {
                bytes += own;
                continue;
            }

            for (Type? type = item.GetType(); type?.Namespace?.StartsWith("Sgl", StringComparison.Ordinal) == true; type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                {
                    Push(field.GetValue(item));
                }
            }
        }

        return bytes;

        static long? Own(object item) => item switch
        {
            GrowingBuffer floats => floats.Bytes,
            GrowingBits bits => bits.Bytes,
            CpuMemory<float> floats => floats.Bytes,
            CpuMemory<double> doubles => doubles.Bytes,
            CpuMemory<int> integers => integers.Bytes,
            GrowingDeviceBuffer<float> floats => floats.Bytes,
            GrowingDeviceBuffer<uint> words => words.Bytes,
            GrowingDeviceBuffer<int> integers => integers.Bytes,
            _ => null,
        };

        void Push(object? value)
        {
            if (value is not null && !value.GetType().IsValueType) open.Push(value);
        }
    }
}
