using Sgl.CodeFixes;
using Xunit;

namespace Sgl.Tests.CodeFixes;

public class MakePartialFixTests
{
    [Fact]
    public Task A_class_becomes_partial() => FixTest.Run<MakePartialFix>(
        FixTest.Usings + """
        // The neuron.
        [Surrogate(Kind.ATan)]
        public sealed class {|SGL0001:A|}
        {
            public float Step(float x) => Spike(x);
        }
        """,
        FixTest.Usings + """
        // The neuron.
        [Surrogate(Kind.ATan)]
        public sealed partial class A
        {
            public float Step(float x) => Spike(x);
        }
        """);

    [Fact]
    public Task The_types_around_it_become_partial_too() => FixTest.Run<MakePartialFix>(
        FixTest.Usings + """
        readonly ref struct {|SGL0001:Outer|}
        {
            private partial class Middle
            {
                [Surrogate(Kind.ATan)]
                record {|SGL0001:A|}
                {
                    float Step(float x) => Spike(x);
                }
            }
        }
        """,
        FixTest.Usings + """
        readonly ref partial struct Outer
        {
            private partial class Middle
            {
                [Surrogate(Kind.ATan)]
                partial record A
                {
                    float Step(float x) => Spike(x);
                }
            }
        }
        """);

    [Fact]
    public Task All_classes_are_fixed_at_once() => FixTest.Run<MakePartialFix>(
        FixTest.Usings + """
        [Surrogate(Kind.ATan)] class {|SGL0001:A|} { float Step(float x) => Spike(x); }
        [Surrogate(Kind.ATan)] class {|SGL0001:B|} { float Step(float x) => Spike(x); }
        """,
        FixTest.Usings + """
        [Surrogate(Kind.ATan)] partial class A { float Step(float x) => Spike(x); }
        [Surrogate(Kind.ATan)] partial class B { float Step(float x) => Spike(x); }
        """);
}
