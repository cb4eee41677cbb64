namespace Sgl.Bench;

/// <summary>
/// N independent neurons over T steps with all that a training pass reads and writes, and one forward and backward pass
/// of each neuron that is measured, on the calling thread.
/// </summary>
internal sealed class Population
{
    private const float Alpha = 0.8f, Beta = 0.9f, Threshold = 1f;

    private readonly int _steps;
    private readonly int _neurons;
    private readonly float[] _tape, _current, _v;

    /// <summary>Draws inputs that make the neurons spike now and then, and gradients of their spikes.</summary>
    public Population(int steps, int neurons)
    {
        (_steps, _neurons) = (steps, neurons);
        int length = steps * neurons;
        (Input, SpikeGradient) = (new float[length], new float[length]);
        var random = new CounterRandom(1);
        random.FillUniform(Input, -0.2f, 0.6f);
        random.Stream(1).FillUniform(SpikeGradient, -1f, 1f);
        (Spike, _tape, InputGradient) = (new float[length], new float[length], new float[length]);
        (_current, _v) = (new float[neurons], new float[neurons]);
    }

    /// <summary>[T, N], read by forward.</summary>
    public float[] Input { get; }

    /// <summary>dL/d(spike), [T, N], read by backward.</summary>
    public float[] SpikeGradient { get; }

    /// <summary>[T, N], written by forward.</summary>
    public float[] Spike { get; }

    /// <summary>dL/d(input), [T, N], written by backward.</summary>
    public float[] InputGradient { get; }

    /// <summary>Bytes that a pass must read or write: input, spike and tape, then spike gradient, tape and input
    /// gradient. Each neuron here saves one float per step.</summary>
    public double Bytes => 6.0 * sizeof(float) * _steps * _neurons;

    public void Lif()
    {
        _v.AsSpan().Clear();
        Bench.Lif.Forward(_steps, _neurons, Input, Beta, Threshold, _v, Spike, _tape);
        _v.AsSpan().Clear();
        Bench.Lif.Backward(_steps, _neurons, SpikeGradient, _tape, Beta, Threshold, _v, InputGradient);
    }

    public void UnfusedLif()
    {
        _v.AsSpan().Clear();
        Bench.Lif.Unfused.Forward(_steps, _neurons, Input, Beta, Threshold, _v, Spike, _tape);
        _v.AsSpan().Clear();
        Bench.Lif.Unfused.Backward(_steps, _neurons, SpikeGradient, _tape, Beta, Threshold, _v, InputGradient);
    }

    public void SigmoidLif()
    {
        _v.AsSpan().Clear();
        Bench.SigmoidLif.Forward(_steps, _neurons, Input, Beta, Threshold, _v, Spike, _tape);
        _v.AsSpan().Clear();
        Bench.SigmoidLif.Backward(_steps, _neurons, SpikeGradient, _tape, Beta, Threshold, _v, InputGradient);
    }

    public void UnfusedSigmoidLif()
    {
        _v.AsSpan().Clear();
        Bench.SigmoidLif.Unfused.Forward(_steps, _neurons, Input, Beta, Threshold, _v, Spike, _tape);
        _v.AsSpan().Clear();
        Bench.SigmoidLif.Unfused.Backward(_steps, _neurons, SpikeGradient, _tape, Beta, Threshold, _v, InputGradient);
    }

    public void TwoStateLif()
    {
        ClearStates();
        Bench.TwoStateLif.Forward(
            _steps, _neurons, Input, Alpha, Beta, Threshold, _current, _v, Spike, _tape);
        ClearStates();
        Bench.TwoStateLif.Backward(
            _steps, _neurons, SpikeGradient, _tape, Alpha, Beta, Threshold, _current, _v, InputGradient);
    }

    public void UnfusedTwoStateLif()
    {
        ClearStates();
        Bench.TwoStateLif.Unfused.Forward(
            _steps, _neurons, Input, Alpha, Beta, Threshold, _current, _v, Spike, _tape);
        ClearStates();
        Bench.TwoStateLif.Unfused.Backward(
            _steps, _neurons, SpikeGradient, _tape, Alpha, Beta, Threshold, _current, _v, InputGradient);
    }

    /// <summary>Throws unless two passes give the same spikes and the same gradients.</summary>
    public void RequireSame(Action ours, Action other)
    {
        ours();
        (float[] spike, float[] gradient) = ([.. Spike], [.. InputGradient]);
        other();
        Agreement.Exact("spikes", spike, Spike);
        Agreement.Exact("input gradients", gradient, InputGradient);
    }

    private void ClearStates()
    {
        _current.AsSpan().Clear();
        _v.AsSpan().Clear();
    }
}
