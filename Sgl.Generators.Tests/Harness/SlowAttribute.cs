using Xunit.v3;

namespace Sgl.Tests.Harness;

/// <summary>Marks tests that one does not wait for after every edit, with the trait <c>Speed=Slow</c>.</summary>
/// <param name="seconds">How long all of the class take by themselves, about: those that take longest start first.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SlowAttribute(int seconds) : Attribute, ITraitAttribute
{
    public int Seconds => seconds;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Speed", "Slow")];
}
