using Xunit;

namespace Sgl.Tests.Harness;

public class LongestFirstTests
{
    [Fact]
    public void The_collection_of_a_class_has_its_name() => Assert.Equal(
        typeof(LongestFirstTests).FullName, LongestFirst.NameOf(TestContext.Current.TestCollection!.TestCollectionDisplayName));
}
