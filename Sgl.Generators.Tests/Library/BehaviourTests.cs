using Xunit;

namespace Sgl.Tests.Library;

/// <summary>The models of the library do what they are known for.</summary>
public class BehaviourTests
{
    [Fact]
    public void Integrate_and_fire_spikes_at_the_rate_of_its_input()
    {
        foreach (float input in new[] { 0.125f, 0.25f, 0.75f, 1f })
            Assert.Equal((int)(400 * input), Stimulus.Constant<IntegrateAndFire>(input, 400).Length);
        Assert.Empty(Stimulus.Constant<IntegrateAndFire>(-0.5f, 400));
    }

    /// <summary>
    /// v rises as I·(1 − βⁿ)/(1 − β) from 0 and is 0 again after its spike: the closed form of the interval.
    /// </summary>
    [Theory]
    [InlineData(0.101f)]
    [InlineData(0.15f)]
    [InlineData(0.4f)]
    public void Lif_with_a_hard_reset_has_the_interval_of_its_closed_form(float input)
    {
        double interval = Math.Ceiling(Math.Log(1 - 0.1 / input) / Math.Log(0.9));
        int[] times = Stimulus.Constant<HardResetLif>(input, 500);
        Assert.Equal(interval - 1, times[0]);
        Assert.All(Stimulus.Intervals(times), actual => Assert.Equal(interval, actual));
        Assert.Equal(times, Stimulus.Constant<FullGradientHardResetLif>(input, 500));
    }

    [Fact]
    public void Lif_needs_an_input_above_its_rheobase()
    {
        Assert.Empty(Stimulus.Constant<Lif>(0.099f, 2000));
        Assert.NotEmpty(Stimulus.Constant<Lif>(0.102f, 2000));
    }

    /// <summary>Keeping what was left above the threshold can only bring the next spike nearer.</summary>
    [Fact]
    public void A_soft_reset_spikes_more_often_than_a_hard_one()
    {
        int soft = Stimulus.Constant<Lif>(0.45f, 300).Length;
        Assert.True(soft > Stimulus.Constant<HardResetLif>(0.45f, 300).Length);
        Assert.Equal(soft, Stimulus.Constant<FullGradientLif>(0.45f, 300).Length);
    }

    [Fact]
    public void The_rheobase_of_an_averaging_lif_is_its_threshold_for_any_decay()
    {
        foreach (float beta in new[] { 0.5f, 0.9f, 0.97f })
        {
            Assert.Empty(Stimulus.Constant(0.99f, 2000, new AveragingLif { Beta = beta }));
            Assert.NotEmpty(Stimulus.Constant(1.01f, 2000, new AveragingLif { Beta = beta }));
            Assert.Empty(Stimulus.Constant(0.99f, 2000, new AveragingHardResetLif { Beta = beta }));
            Assert.NotEmpty(Stimulus.Constant(1.01f, 2000, new AveragingHardResetLif { Beta = beta }));
            Assert.NotEmpty(Stimulus.Constant(1.01f, 2000, new ParametricLif { Rate = 1f - beta }));
        }
    }

    [Fact]
    public void Two_spikes_are_at_least_a_refractory_period_apart()
    {
        foreach (int period in new[] { 0, 1, 3, 10 })
        {
            int[] times = Stimulus.Constant(100f, 200, new RefractoryLif { Period = period });
            Assert.All(Stimulus.Intervals(times), interval => Assert.Equal(period + 1, interval));
        }
    }

    [Fact]
    public void A_synaptic_current_makes_one_input_act_later_and_longer()
    {
        float[] pulse = [1.2f, .. new float[30]];
        Assert.Equal(0, Stimulus.SpikeTimes<Lif>(pulse).Single());
        Assert.True(Stimulus.SpikeTimes<SynapticLif>(pulse).Length > 1);
    }

    /// <summary>
    /// (t/τ)·exp(1 − t/τ) is 1 at t = τ: a pulse just above the threshold reaches it there, and only there.
    /// </summary>
    [Fact]
    public void An_alpha_neuron_peaks_after_its_time_constant()
    {
        foreach (int tau in new[] { 2, 5, 9 })
        {
            float[] pulse = [1.0001f, .. new float[40]];
            Assert.Equal(tau - 1, Stimulus.SpikeTimes(pulse, new AlphaNeuron { Tau = tau }).Single());
        }
    }

    [Fact]
    public void Adaptation_lengthens_the_intervals()
    {
        AssertAdapts(Stimulus.Constant<AdaptiveLif>(0.3f, 300));
        AssertAdapts(Stimulus.Constant<AdEx>(1.5f, 400));
        AssertAdapts(Stimulus.Constant<Glif3>(2f, 400));
        int[] constant = Stimulus.Intervals(Stimulus.Constant(0.3f, 300, new AdaptiveLif { Strength = 0f }));
        Assert.True(constant.Max() - constant.Min() <= 1);
    }

    /// <summary>
    /// The quadratic model spikes above Gain·(Critical − Rest)²/4 only, and by itself above Critical.
    /// </summary>
    [Fact]
    public void Quadratic_has_the_rheobase_of_its_parabola()
    {
        Assert.Empty(Stimulus.Constant<QuadraticIf>(0.159f, 5000));
        Assert.NotEmpty(Stimulus.Constant<QuadraticIf>(0.161f, 5000));
        Assert.Empty(Stimulus.SpikeTimes<QuadraticIf>([3.9f, .. new float[500]])); // to 0.78
        Assert.Single(Stimulus.SpikeTimes<QuadraticIf>([4.1f, .. new float[500]])); // to 0.82
    }

    /// <summary>The curve −v + Δ·exp((v − ϑ)/Δ) has its least value, Δ − ϑ, at the onset ϑ.</summary>
    [Fact]
    public void Exponential_has_the_rheobase_of_its_curve()
    {
        Assert.Empty(Stimulus.Constant<ExponentialIf>(0.599f, 5000));
        Assert.NotEmpty(Stimulus.Constant<ExponentialIf>(0.602f, 5000));
    }

    [Fact]
    public void An_enormous_input_overflows_nothing()
    {
        Assert.Equal(20, Stimulus.Constant<ExponentialIf>(1e30f, 20).Length);
        Assert.Equal(20, Stimulus.Constant<AdEx>(1e30f, 20).Length);
        Assert.Equal(20, Stimulus.Constant<QuadraticIf>(1e15f, 20).Length);
        Assert.Equal(20, Stimulus.Constant<Izhikevich>(1e15f, 20).Length);
    }

    /// <summary>
    /// Figure 2 of the paper: at a current of 10 it starts fast, then settles at a few spikes per 100 ms.
    /// </summary>
    [Fact]
    public void Izhikevich_spikes_regularly_at_a_constant_current()
    {
        Assert.Empty(Stimulus.Constant<Izhikevich>(3f, 1000));
        int[] intervals = Stimulus.Intervals(Stimulus.Constant<Izhikevich>(10f, 1000));
        Assert.True(intervals[0] < intervals[^1], "The first interval is the shortest.");
        Assert.InRange(intervals[^1], 20, 60);
        Assert.All(intervals[^5..], interval => Assert.InRange(interval, intervals[^1] - 1, intervals[^1] + 1));
    }

    [Fact]
    public void Izhikevich_chatters_where_it_is_reset_high()
    {
        int[] intervals = Stimulus.Intervals(
            Stimulus.Constant(10f, 1000, new Izhikevich { C = -50f, D = 2f }));
        Assert.Contains(intervals, interval => interval <= 5);
        Assert.Contains(intervals, interval => interval >= 20);
    }

    [Fact]
    public void A_resonator_prefers_its_own_frequency()
    {
        Assert.NotEmpty(Stimulus.SpikeTimes<ResonateAndFire>(Wave(0.3f)));
        Assert.Empty(Stimulus.SpikeTimes<ResonateAndFire>(Wave(0.1f)));
        Assert.Empty(Stimulus.SpikeTimes<ResonateAndFire>(Wave(0.6f)));
        Assert.Empty(Stimulus.Constant<ResonateAndFire>(0.1f, 400));
    }

    private static float[] Wave(float frequency) =>
        [.. Enumerable.Range(0, 400).Select(t => 0.15f * MathF.Sin(frequency * t))];

    private static void AssertAdapts(int[] times)
    {
        int[] intervals = Stimulus.Intervals(times);
        Assert.True(intervals.Length > 4, $"There are {times.Length} spikes.");
        Assert.True(intervals[^1] > 1.3 * intervals[0], $"The intervals are {string.Join(" ", intervals)}.");
    }
}
