using System.Globalization;
using Xunit;

namespace Sgl.Tests;

/// <summary>What the processor says of its cache, against what the operating system says.</summary>
public class CoreCacheTests
{
    private const string Processors = "/sys/devices/system/cpu";

    [Fact]
    public void Is_as_large_as_Linux_says_of_one_of_the_cores()
    {
        Assert.InRange(CoreCache.Bytes, 128 << 10, 64 << 20);
        string[] sizes = Directory.Exists(Processors) ? [.. Directory.GetDirectories(Processors, "cpu?").SelectMany(Sizes)] : [];
        Assert.SkipWhen(sizes.Length == 0, "The operating system does not say.");
        Assert.Contains((CoreCache.Bytes >> 10).ToString(CultureInfo.InvariantCulture) + "K", sizes);
    }

    private static IEnumerable<string> Sizes(string processor)
    {
        string file = Path.Combine(processor, "cache/index2/size");
        return File.Exists(file) ? [File.ReadAllText(file).Trim()] : [];
    }
}
