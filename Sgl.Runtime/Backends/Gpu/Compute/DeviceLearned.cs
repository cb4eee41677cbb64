using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace Sgl;

/// <summary>
/// What <see cref="LearnedParameter"/> computes, on a device: with its bits, but for a logistic bound, whose exponential
/// is in floats here, and for shared parameters on a device without doubles.
/// </summary>
internal sealed class DeviceLearned(KernelLauncher launcher)
{
    private const int MaxGroup = 256;

    private readonly bool _hasDoubles =
        launcher.Accelerator is not CLAccelerator device || device.Capabilities.Float64;

    /// <summary>What the neurons compute with.</summary>
    /// <param name="bound">How it follows from what is learned.</param>
    /// <param name="map">Which neurons have one value.</param>
    /// <param name="learned">What is learned, [F], [C] or [1].</param>
    /// <param name="effective">[1] where learned is, else [F]; written.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Effective(DeviceBound bound, ChannelMap map, ArrayView<float> learned, ArrayView<float> effective)
    {
        Lanes.RequireLength(learned.Length, map.Channels, nameof(learned));
        Lanes.RequireLength(effective.Length, learned.Length == 1 ? 1 : map.Features, nameof(effective));
        launcher.Run(
            EffectiveKernel, checked((int)effective.Length), new Arguments(bound, learned, effective, default) { Map = map });
    }

    /// <summary>Sums the gradient of each neuron over samples and adds that of what is learned, [F], to what is there.</summary>
    /// <param name="bound">How the parameter follows from what is learned.</param>
    /// <param name="learned">What is learned, [F].</param>
    /// <param name="neurons">dL/d(parameter) of each neuron of each sample, [B, F].</param>
    /// <param name="gradient">dL/d(learned), [F]; added to.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void AddGradient(
        DeviceBound bound, ArrayView<float> learned, ArrayView<float> neurons, ArrayView<float> gradient)
    {
        Lanes.RequireLength(gradient.Length, learned.Length, nameof(gradient));
        if (learned.Length == 0) return;
        if (neurons.Length % learned.Length != 0)
            throw new ArgumentException($"{neurons.Length} gradients are not those of {learned.Length} neurons.", nameof(neurons));
        launcher.Run(AddKernel, checked((int)learned.Length), new Arguments(bound, learned, gradient, neurons));
    }

    /// <summary>As <see cref="AddGradient"/>, of a parameter that all neurons share.</summary>
    /// <param name="bound">How the parameter follows from what is learned.</param>
    /// <param name="learned">What is learned, [1].</param>
    /// <param name="neurons">dL/d(parameter) of each neuron of each sample, [B·F].</param>
    /// <param name="gradient">dL/d(learned), [1]; added to.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void AddShared(
        DeviceBound bound, ArrayView<float> learned, ArrayView<float> neurons, ArrayView<float> gradient)
    {
        Lanes.RequireLength(learned.Length, 1, nameof(learned));
        Lanes.RequireLength(gradient.Length, 1, nameof(gradient));
        int group = Math.Min(launcher.Accelerator.MaxNumThreadsPerGroup, MaxGroup);
        launcher.RunGroups(
            _hasDoubles ? AddSharedKernel<DoubleSum> : AddSharedKernel<PairSum>,
            1, group, new Arguments(bound, learned, gradient, neurons));
    }

    /// <summary>Sums the gradient of each neuron over those of its channel and adds that of what is learned, [C].</summary>
    /// <param name="bound">How the parameter follows from what is learned.</param>
    /// <param name="map">The channels.</param>
    /// <param name="learned">What is learned, [C].</param>
    /// <param name="neurons">dL/d(parameter) of each neuron, [F].</param>
    /// <param name="gradient">dL/d(learned), [C]; added to.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void AddChannels(
        DeviceBound bound, ChannelMap map, ArrayView<float> learned, ArrayView<float> neurons, ArrayView<float> gradient)
    {
        Lanes.RequireLength(learned.Length, map.Channels, nameof(learned));
        Lanes.RequireLength(gradient.Length, map.Channels, nameof(gradient));
        Lanes.RequireLength(neurons.Length, map.Features, nameof(neurons));
        launcher.Run(
            _hasDoubles ? AddChannelKernel<DoubleSum> : AddChannelKernel<PairSum>,
            map.Channels,
            new Arguments(bound, learned, gradient, neurons) { Map = map });
    }

    private static void EffectiveKernel(Index1D index, Arguments arguments)
    {
        (DeviceBound bound, ArrayView<float> learned, ArrayView<float> effective, _) = arguments;
        effective[index] = (float)bound.Effective(learned[arguments.Map.ChannelOf(index)]);
    }

    // A thread for each channel; what it sums has been summed over samples.
    private static void AddChannelKernel<TSum>(Index1D channel, Arguments arguments)
        where TSum : struct, IRunningSum<TSum>
    {
        (DeviceBound bound, ArrayView<float> learned, ArrayView<float> gradient, ArrayView<float> neurons) = arguments;
        TSum sum = default;
        for (int p = 0; p < arguments.Map.Positions; p++) sum = sum.Plus(neurons[arguments.Map.FeatureOf(channel, p)]);
        gradient[channel] = (float)(gradient[channel] + (StrictFloat)sum.Rounded() * bound.Slope(learned[channel]));
    }

    private static void AddKernel(Index1D index, Arguments arguments)
    {
        (DeviceBound bound, ArrayView<float> learned, ArrayView<float> gradient, ArrayView<float> neurons) = arguments;
        int samples = (int)(neurons.Length / learned.Length);
        StrictFloat sum = StridedSum.Add(0f, neurons, index, learned.Length, samples);
        gradient[index] = (float)(gradient[index] + sum * bound.Slope(learned[index]));
    }

    // One thread sums, in order; all of the group bring the numbers to it.
    private static void AddSharedKernel<TSum>(Arguments arguments)
        where TSum : struct, IRunningSum<TSum>
    {
        (DeviceBound bound, ArrayView<float> learned, ArrayView<float> gradient, ArrayView<float> neurons) = arguments;
        ArrayView<float> near = SharedMemory.Allocate<float>(MaxGroup);
        TSum sum = default;
        for (long first = 0; first < neurons.Length; first += Group.DimX)
        {
            int count = (int)Math.Min(Group.DimX, neurons.Length - first);
            if (Group.IdxX < count) near[Group.IdxX] = neurons[first + Group.IdxX];
            Group.Barrier();
            if (Group.IdxX == 0)
                for (int i = 0; i < count; i++) sum = sum.Plus(near[i]);
            Group.Barrier();
        }

        if (Group.IdxX == 0)
            gradient[0] = (float)(gradient[0] + (StrictFloat)sum.Rounded() * bound.Slope(learned[0]));
    }

    internal readonly record struct Arguments(
        DeviceBound Bound, ArrayView<float> Learned, ArrayView<float> Result, ArrayView<float> Neurons)
    {
        /// <summary>The channels, where there are any.</summary>
        public ChannelMap Map { get; init; }
    }
}
