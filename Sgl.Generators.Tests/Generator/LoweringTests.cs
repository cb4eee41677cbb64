using Sgl.Generators.Ir;
using Sgl.Generators.Passes;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;
using ValueType = Sgl.Generators.Ir.ValueType;

namespace Sgl.Tests.Generator;

/// <summary>What the phases between parsing and emission decide.</summary>
public class LoweringTests
{
    [Fact]
    public void A_step_is_a_straight_line_of_operations() => Assert.Equal(
        """
        %0 = Input 0  ; input
        %1 = State 0  ; v
        %2 = Parameter 0  ; Beta
        %3 = Parameter 1  ; Threshold
        %4 = Multiply %2 %1
        %5 = Add %4 %0  ; v1
        %6 = Subtract %5 %3
        %7 = Constant 2
        %8 = Spike %6 %7 ATan
        %9 = ToFloat %8  ; spike
        %10 = Detach %9
        %11 = Multiply %10 %3
        %12 = Subtract %5 %11  ; v2
        Output 0 = %9
        NextState 0 = %12

        """.ReplaceLineEndings("\n"),
        Printer.Print(TestModel.Of("Basic", "Lif").Compiled.Step));

    [Theory]
    [InlineData("Basic", "Lif", "v1", 1)] // the learnable decay needs v before the step: restored, not saved
    [InlineData(TestModel.Library, "Sgl.Presets.SnnTorch+Leaky", "u1", 0)] // a fixed decay does not
    [InlineData("Basic", "NoneLif", "v", 0)]
    [InlineData("Basic", "Binarize", "", 0)] // the input suffices, which is kept anyway
    [InlineData("Rich", "Gated", "i v", 0)]
    [InlineData("Rich", "Silent", "", 0)]
    public void The_tape_is_as_small_as_it_can_be(string file, string name, string tape, int restored)
    {
        CompiledModel compiled = TapeVariants.Of(file, name, Tape.Save).Compiled;
        Assert.Equal(tape, string.Join(" ", compiled.Tape));
        Assert.Equal(restored, compiled.Restore.Results.Count);
    }

    [Theory]
    [InlineData("StraightThrough", "")] // 1, however far the threshold is
    [InlineData("ATan", "v1")]
    public void Nothing_is_saved_for_a_surrogate_that_does_not_read_it(string kind, string tape)
    {
        TestModel model = TestModel.FromText(
            $$"""
            [Surrogate(Kind.{{kind}})]
            public partial class A
            {
                [State] private float v;

                public float Step(float x)
                {
                    v = 0.9f * v + x;
                    float spike = Spike(v - 1f);
                    v -= Detach(spike);
                    return spike;
                }
            }
            """,
            "A")[0];
        Assert.Equal(tape, string.Join(" ", model.Compiled.Tape));
        EngineTests.CompareWithGraphs(model, Trial.Random(model, 15, 37, 3));
        GradientTests.CompareKernelsWithAdjoint(model, Trial.Random(model, 12, 9, 8));
    }

    [Theory]
    [InlineData("Basic", "Lif", true)] // one value, which is as cheap to save
    [InlineData("Basic", "Binarize", true)] // nothing to save
    [InlineData("Basic", "NoneLif", true)]
    [InlineData(TestModel.Library, "Sgl.Models.LeakyReadout", false)] // one value that follows from an input that is read anyway
    [InlineData(TestModel.Library, "Sgl.Models.Glif3", false)]
    [InlineData(TestModel.Library, "Sgl.Models.ExponentialIf", true)] // one value, by an exponential
    [InlineData("Rich", "Silent", true)] // nothing to save
    public void The_cheaper_tape_is_chosen(string file, string name, bool saves) => Assert.Equal(
        TapeVariants.Of(file, name, saves ? Tape.Save : Tape.Recompute).Kernels.Info.Tape,
        TestModel.Of(file, name).Kernels.Info.Tape);

    [Fact]
    public void What_is_computed_again_is_only_what_the_tape_needs()
    {
        CompiledModel compiled = TapeVariants.Of("Basic", "Lif", Tape.Recompute).Compiled;
        Assert.Equal([ResultKind.NextState, ResultKind.Tape], compiled.Recompute.Results.Select(result => result.Kind));
        Assert.DoesNotContain(compiled.Forward.Results, result => result.Kind == ResultKind.Tape);
    }

    [Fact]
    public void What_depends_on_parameters_only_has_a_gradient_outside_the_time_loop()
    {
        CompiledModel compiled = TestModel.Of("Rich", "Gated").Compiled;
        Assert.Equal(["decay", "hoisted1", "hoisted2"], compiled.HoistedNames.Order());
        Assert.DoesNotContain(compiled.Backward.Results, result => result.Kind == ResultKind.ParameterGradient);
        Assert.Equal([0, 1], compiled.Epilogue.Results.Select(result => result.Slot).Order());
        Assert.DoesNotContain(
            compiled.Backward.Nodes, node => node.Op == Op.Divide && compiled.Backward.Nodes[node.Operands[0]].IsLeaf);
    }

    [Fact]
    public void Only_rewrites_that_keep_every_bit_are_made()
    {
        var b = new GraphBuilder();
        int x = b.Leaf(Op.Input, 0, "x"), y = b.Leaf(Op.Input, 1, "y");
        int zero = b.Constant(0f), one = b.Constant(1f);
        int[] values =
        [
            b.Binary(Op.Add, x, zero), // −0 + 0 is 0
            b.Binary(Op.Multiply, x, zero), // ∞ · 0 is NaN
            b.Binary(Op.Subtract, x, x), // ∞ − ∞ is NaN
            b.Binary(Op.Multiply, x, one),
            b.Binary(Op.Multiply, one, x),
            b.Select(b.Constant(true), x, y),
            b.Select(b.Constant(false), y, x),
            b.Select(b.Binary(Op.Less, x, y), x, x),
            b.Binary(Op.Divide, x, one),
            b.Unary(Op.Negate, b.Unary(Op.Negate, x)),
            b.Binary(Op.Add, x, b.Unary(Op.Negate, y)),
            b.Binary(Op.Multiply, b.Constant(0.1f), b.Constant(0.2f)),
        ];
        for (int i = 0; i < values.Length; i++) b.AddResult(ResultKind.Output, i, values[i]);
        Graph graph = Simplify.Run(b.Build());
        Assert.Equal(
            [Op.Add, Op.Multiply, Op.Subtract, .. Enumerable.Repeat(Op.Input, 7), Op.Subtract, Op.Constant],
            graph.Results.Select(result => graph.Nodes[result.Value].Op));
        Assert.All(graph.Results.Skip(3).Take(7), result => Assert.Equal(0, graph.Nodes[result.Value].Slot));
        Assert.Equal(0.1f * 0.2f, graph.Nodes[graph.Results[11].Value].Value);
    }

    [Fact]
    public void A_broken_graph_is_caught()
    {
        var leaf = new Node(Op.Input, ValueType.Float, EquatableArray<int>.Empty);
        Assert.Contains("uses %1 before its definition", Refused(leaf, Operation(Op.Negate, 1)), StringComparison.Ordinal);
        Assert.Contains("needs a Bit", Refused(leaf, Operation(Op.Not, 0)), StringComparison.Ordinal);
        Assert.Contains("has 1 operands, not 2", Refused(leaf, Operation(Op.Add, 0)), StringComparison.Ordinal);
        Assert.Contains("has no surrogate", Refused(leaf, Operation(Op.Spike, 0, 0)), StringComparison.Ordinal);

        static Node Operation(Op op, params int[] operands) =>
            new(op, Ops.ResultType(op), operands.ToEquatableArray());

        static string Refused(params Node[] nodes) => Assert.Throws<InvalidOperationException>(() =>
            Verifier.Verify(new Graph(nodes.ToEquatableArray(), EquatableArray<Result>.Empty), "a test")).Message;
    }
}
