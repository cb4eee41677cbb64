using System.Reflection;

namespace Sgl.Tests.Harness;

/// <summary>What the project file of the tests tells them: a deterministic build knows no paths of source files.</summary>
internal static class ProjectFile
{
    /// <summary>The repository's folder.</summary>
    public static string Repository => Metadata("Repository");

    /// <summary>The value of an <c>AssemblyMetadata</c> item.</summary>
    public static string Metadata(string key) => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
