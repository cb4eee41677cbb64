using Sgl.CodeFixes;
using Xunit;

namespace Sgl.Tests.CodeFixes;

public class AddStepFixTests
{
    [Fact]
    public Task A_step_is_added() => FixTest.Run<AddStepFix>(
        FixTest.Usings + """
        [Surrogate(Kind.ATan)]
        public partial class {|SGL0002:A|}
        {
            [Parameter] private float threshold = 1f;
        }
        """,
        FixTest.Usings + """
        [Surrogate(Kind.ATan)]
        public partial class A
        {
            [Parameter] private float threshold = 1f;

            public float Step(float input)
            {
                return Spike(input);
            }
        }
        """);

    [Fact]
    public Task A_class_without_a_body_gets_one() => FixTest.Run<AddStepFix>(
        """
        using Sgl;

        class B;

        [Surrogate(Kind.ATan)]
        partial class {|SGL0002:A|} : B;
        """,
        """
        using Sgl;

        class B;

        [Surrogate(Kind.ATan)]
        partial class A : B
        {
            public float Step(float input)
            {
                return SpikeMath.Spike(input);
            }
        }
        """);

    [Fact]
    public Task All_classes_are_fixed_at_once() => FixTest.Run<AddStepFix>(
        FixTest.Usings + """
        [Surrogate(Kind.ATan)]
        partial class {|SGL0002:A|}
        {
            const float C = 1f;
        }

        [Surrogate(Kind.ATan)]
        partial class {|SGL0002:B|}
        {
            const float C = 1f;
        }
        """,
        FixTest.Usings + """
        [Surrogate(Kind.ATan)]
        partial class A
        {
            const float C = 1f;

            public float Step(float input)
            {
                return Spike(input);
            }
        }

        [Surrogate(Kind.ATan)]
        partial class B
        {
            const float C = 1f;

            public float Step(float input)
            {
                return Spike(input);
            }
        }
        """);
}
