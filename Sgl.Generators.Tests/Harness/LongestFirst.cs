using System.Reflection;
using Sgl.Tests.Harness;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Sgl.Tests.Harness;

/// <summary>Starts what takes longest first, so that no core waits for another at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // By the name of a collection, which for a class in none is the class's own.
    private static readonly Dictionary<string, int> Seconds = Assembly.GetExecutingAssembly().GetTypes()
        .Select(type => (Type: type, Slow: type.GetCustomAttribute<SlowAttribute>()))
        .Where(item => item.Slow is not null)
        .GroupBy(item => item.Type.GetCustomAttribute<CollectionAttribute>()?.Name ?? item.Type.FullName!)
        .ToDictionary(group => group.Key, group => group.Sum(item => item.Slow!.Seconds));

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => Seconds.GetValueOrDefault(NameOf(collection.TestCollectionDisplayName)))
            .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    // xunit calls the collection of a class "Test collection for Namespace.Class (id: 0123…)".
    internal static string NameOf(string collection)
    {
        const string Start = "Test collection for ";
        return collection.StartsWith(Start, StringComparison.Ordinal) ? collection[Start.Length..].Split(' ')[0] : collection;
    }
}
