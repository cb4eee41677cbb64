namespace Sgl.Bench;

/// <summary>
/// N independent neurons over T steps with all that a training pass reads and writes, and one forward and backward pass
/// of each neuron that is measured, on the calling thread.
/// </summary>
internal sealed class Population
{
    public const float Alpha = 0.8f, Beta = 0.9f, Threshold = 1f;

    private readonly int _steps;
    private readonly int _neurons;
    private readonly Memory<float> _drawn, _tape, _current, _v;

    /// <summary>Draws inputs that make the neurons spike now and then, and gradients of their spikes.</summary>
    /// <param name="steps">T.</param>
    /// <param name="neurons">N.</param>
    /// <param name="inPlace">
    /// Whether the tape takes the place of the input, and the input's gradient that of the tape, as in a network where a
    /// layer computes the input anew for each pass: here <see cref="RenewInput"/> does.
    /// </param>
    public Population(int steps, int neurons, bool inPlace = false)
    {
        (_steps, _neurons) = (steps, neurons);
        int length = steps * neurons;
        (_drawn, SpikeGradient) = (KernelMemory.Allocate(length), KernelMemory.Allocate(length));
        var random = new CounterRandom(1);
        random.FillUniform(_drawn.Span, -0.2f, 0.6f);
        random.Stream(1).FillUniform(SpikeGradient.Span, -1f, 1f);
        Spike = KernelMemory.Allocate(length);
        Input = inPlace ? KernelMemory.Allocate(length) : _drawn;
        _tape = inPlace ? Input : KernelMemory.Allocate(length);
        InputGradient = inPlace ? Input : KernelMemory.Allocate(length);
        (_current, _v) = (KernelMemory.Allocate(neurons), KernelMemory.Allocate(neurons));
        RenewInput();
    }

    /// <summary>[T, N], read by forward.</summary>
    public Memory<float> Input { get; }

    /// <summary>dL/d(spike), [T, N], read by backward.</summary>
    public Memory<float> SpikeGradient { get; }

    /// <summary>[T, N], written by forward.</summary>
    public Memory<float> Spike { get; }

    /// <summary>dL/d(input), [T, N], written by backward.</summary>
    public Memory<float> InputGradient { get; }

    /// <summary>Bytes that a pass must read or write: input, spike and tape, then spike gradient, tape and input
    /// gradient. The neurons of the ratios save one float per step.</summary>
    public double Bytes => 6.0 * sizeof(float) * _steps * _neurons;

    /// <summary>Of <see cref="Bytes"/>, those of the spikes.</summary>
    public double SpikeBytes => Bytes / 6;

    public delegate void LifForward(
        int steps, int neurons, ReadOnlySpan<float> input, float beta, float threshold,
        Span<float> v, Span<float> spike, Span<float> tape);

    public delegate void LifBackward(
        int steps, int neurons, ReadOnlySpan<float> dspike, ReadOnlySpan<float> tape, float beta, float threshold,
        Span<float> dv, Span<float> dinput);

    /// <summary>Forward of a surrogate that is the same at every distance from the threshold, so that nothing is saved.</summary>
    public delegate void StraightForward(
        int steps, int neurons, ReadOnlySpan<float> input, float beta, float threshold, Span<float> v, Span<float> spike);

    public delegate void StraightBackward(
        int steps, int neurons, ReadOnlySpan<float> dspike, float beta, Span<float> dv, Span<float> dinput);

    public delegate void TwoStateForward(
        int steps, int neurons, ReadOnlySpan<float> input, float alpha, float beta, float threshold,
        Span<float> current, Span<float> v, Span<float> spike, Span<float> tape);

    public delegate void TwoStateBackward(
        int steps, int neurons, ReadOnlySpan<float> dspike, ReadOnlySpan<float> tape,
        float alpha, float beta, float threshold, Span<float> dcurrent, Span<float> dv, Span<float> dinput);

    public void Lif() => Pass(Bench.Lif.Forward, Bench.Lif.Backward);

    public void UnfusedLif() => Pass(Bench.Lif.Unfused.Forward, Bench.Lif.Unfused.Backward);

    /// <summary>
    /// The fused kernels called for one time step at a time: states and their gradients go through memory between the
    /// calls.
    /// </summary>
    public void SteppedLif()
    {
        ClearStates();
        for (int t = 0; t < _steps; t++)
            Bench.Lif.Forward(1, _neurons, At(Input, t), Beta, Threshold, _v.Span, At(Spike, t), At(_tape, t));
        ClearStates();
        for (int t = _steps - 1; t >= 0; t--)
        {
            Bench.Lif.Backward(
                1, _neurons, At(SpikeGradient, t), At(_tape, t), Beta, Threshold, _v.Span, At(InputGradient, t));
        }
    }

    public void SigmoidLif() => Pass(Bench.SigmoidLif.Forward, Bench.SigmoidLif.Backward);

    public void UnfusedSigmoidLif() => Pass(Bench.SigmoidLif.Unfused.Forward, Bench.SigmoidLif.Unfused.Backward);

    public void TwoStateLif() => Pass(Bench.TwoStateLif.Forward, Bench.TwoStateLif.Backward);

    public void UnfusedTwoStateLif() => Pass(Bench.TwoStateLif.Unfused.Forward, Bench.TwoStateLif.Unfused.Backward);

    /// <summary>Writes the input that the next pass reads, where the last one has written over it.</summary>
    public void RenewInput()
    {
        if (!Input.Equals(_drawn)) _drawn.CopyTo(Input);
    }

    /// <summary>Throws unless two passes give the same spikes and the same gradients.</summary>
    public void RequireSame(Action ours, Action other)
    {
        RenewInput();
        ours();
        (float[] spike, float[] gradient) = (Spike.ToArray(), InputGradient.ToArray());
        Spike.Span.Clear(); // so that a pass which writes nothing is not taken for one that agrees
        InputGradient.Span.Clear();
        RenewInput();
        other();
        Agreement.Exact("spikes", spike, Spike.Span);
        Agreement.Exact("input gradients", gradient, InputGradient.Span);
    }

    /// <summary>Two passes to be timed, of which each gets its input anew.</summary>
    public Comparison Compare(double floorMs, Action ours, Action other) => new(floorMs, ours, other) { Before = RenewInput };

    public void Pass(LifForward forward, LifBackward backward)
    {
        ClearStates();
        forward(_steps, _neurons, Input.Span, Beta, Threshold, _v.Span, Spike.Span, _tape.Span);
        ClearStates();
        backward(_steps, _neurons, SpikeGradient.Span, _tape.Span, Beta, Threshold, _v.Span, InputGradient.Span);
    }

    public void StraightPass(StraightForward forward, StraightBackward backward) => Pass(
        (steps, neurons, input, beta, threshold, v, spike, _) => forward(steps, neurons, input, beta, threshold, v, spike),
        (steps, neurons, dspike, _, beta, _, dv, dinput) => backward(steps, neurons, dspike, beta, dv, dinput));

    public void Pass(TwoStateForward forward, TwoStateBackward backward)
    {
        ClearStates();
        forward(_steps, _neurons, Input.Span, Alpha, Beta, Threshold, _current.Span, _v.Span, Spike.Span, _tape.Span);
        ClearStates();
        backward(
            _steps, _neurons, SpikeGradient.Span, _tape.Span, Alpha, Beta, Threshold,
            _current.Span, _v.Span, InputGradient.Span);
    }

    private Span<float> At(Memory<float> plane, int step) => plane.Span.Slice(step * _neurons, _neurons);

    private void ClearStates()
    {
        _current.Span.Clear();
        _v.Span.Clear();
    }
}
