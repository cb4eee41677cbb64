using Xunit;

namespace Sgl.Tests.Backends;

public abstract partial class BackendSuite
{
    public static readonly TheoryData<string> Optimizers = ["sgd", "momentum", "adam", "lion"];

    /// <summary>Also where many values begin at a bound and gradients push some beyond it, and where one is NaN.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Optimizers_have_the_bits_of_one_thread_of_the_processor(string name)
    {
        Optimizer optimizer = name switch
        {
            "sgd" => new Sgd(0.1f),
            "momentum" => new Sgd(0.1f, 0.9f),
            "adam" => new Adam(0.1f),
            _ => new Lion(0.1f),
        };
        foreach (float bound in new[] { 0.25f, float.PositiveInfinity })
        {
            var parameter = new Parameter("weight", Length) { Min = -bound, Max = 2 * bound };
            Bits.Fill(parameter.Value.Span, 9);
            foreach (ref float value in parameter.Value.Span) value = Math.Clamp(value, parameter.Min, parameter.Max);
            View<float> gradient = On.Of<float>(new float[Length]);
            View<float>[] states = [.. optimizer.StateNames.Select(_ => On.Of<float>(new float[Length]))];
            View<uint> nonFinite = On.Of(uint.MaxValue);
            var update = new ParameterUpdate(parameter, states)
            {
                Value = On.Of<float>(parameter.Value.Span), Gradient = gradient, NonFinite = nonFinite,
            };
            for (int step = 1; step <= 4; step++)
            {
                Bits.Fill(parameter.Gradient.Span, (ulong)step);
                if (step == 4) parameter.Gradient.Span[0] = float.NaN;
                On.Copy(On.Of<float>(parameter.Gradient.Span), gradient);
                optimizer.LearningRate = 0.1f / step;
                optimizer.Step([parameter]);
                update.Step = step;
                optimizer.Step(update, On);
                Same(parameter.Value.Span, On.Read(update.Value));
                for (int i = 0; i < states.Length; i++) Same(optimizer.Memory.Of(parameter).Arrays[i], On.Read(states[i]));
                bool isNonFinite = name != "lion" && step == 4; // the sign of NaN is 0
                if (On is GpuBackend) Assert.Equal(isNonFinite ? 0u : uint.MaxValue, On.Read(nonFinite)[0]);
            }
        }
    }

    /// <summary>What a step is made of gives the bits of the step that overrides it.</summary>
    [Theory]
    [InlineData(0f)]
    [InlineData(0.9f)]
    public void Steps_are_made_of_operations(float momentum)
    {
        var plain = new PlainBackend(On);
        (ParameterUpdate fused, ParameterUpdate composed) = (Create(), Create());
        for (int step = 1; step <= 3; step++)
        {
            float[] gradient = Bits.Random(Length, (ulong)step);
            foreach (ParameterUpdate update in new[] { fused, composed }) On.Copy(On.Of<float>(gradient), update.Gradient);
            On.SgdStep(fused, fused.States[0], 0.1f, momentum);
            plain.SgdStep(composed, composed.States[0], 0.1f, momentum);
            Same(On.Read(fused.Value), On.Read(composed.Value));
            var numbers = new AdamNumbers(0.8f, 0.95f, 1e-3f, 0.2f, 1.5f);
            On.AdamStep(fused, fused.States[0], fused.States[1], numbers);
            plain.AdamStep(composed, composed.States[0], composed.States[1], numbers);
            Same(On.Read(fused.Value), On.Read(composed.Value));
            for (int i = 0; i < 2; i++) Same(On.Read(fused.States[i]), On.Read(composed.States[i]));
        }

        Assert.Throws<ArgumentException>(() => On.SgdStep(fused, fused.States[0].Slice(0, 1), 0.1f, 0f));

        ParameterUpdate Create() => new(
            new Parameter("weight", Length), [On.Of<float>(new float[Length]), On.Of<float>(new float[Length])])
        {
            Value = On.Of<float>(Bits.Random(Length, 9)), Gradient = On.Of<float>(new float[Length]),
        };
    }
}
