using BenchmarkDotNet.Attributes;

namespace Sgl.Bench;

/// <summary>
/// Forward and backward of one population against the floor, a copy of the bytes that the kernels must move (12 each
/// way per neuron-step, so 12 read and 12 written in all), and against the same neuron unfused.
/// </summary>
public class NeuronKernels
{
    private float[] _input = [], _spike = [], _tape = [], _dspike = [], _dinput = [], _v = [], _dv = [];
    private float[] _from = [], _to = [];

    [Params(100)]
    public int Steps { get; set; }

    [Params(1024, 32 * 1024, 256 * 1024)]
    public int Neurons { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int length = Steps * Neurons;
        var random = new CounterRandom(1);
        (_input, _dspike) = (new float[length], new float[length]);
        random.FillUniform(_input, -0.2f, 0.6f);
        random.Stream(1).FillUniform(_dspike, -1f, 1f);
        (_spike, _tape, _dinput) = (new float[length], new float[length], new float[length]);
        (_v, _dv) = (new float[Neurons], new float[Neurons]);
        (_from, _to) = (new float[3 * length], new float[3 * length]);
        Array.Fill(_from, 1f); // pages that were never written would all be one page of zeros
        CheckEquality(length);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _from.AsSpan().CopyTo(_to);

    [Benchmark]
    public void Fused()
    {
        _v.AsSpan().Clear();
        Lif.Forward(Steps, Neurons, _input, 0.9f, 1f, _v, _spike, _tape);
        _dv.AsSpan().Clear();
        Lif.Backward(Steps, Neurons, _dspike, _tape, 0.9f, 1f, _dv, _dinput);
    }

    [Benchmark]
    public void Unfused()
    {
        _v.AsSpan().Clear();
        Lif.Unfused.Forward(Steps, Neurons, _input, 0.9f, 1f, _v, _spike, _tape);
        _dv.AsSpan().Clear();
        Lif.Unfused.Backward(Steps, Neurons, _dspike, _tape, 0.9f, 1f, _dv, _dinput);
    }

    private void CheckEquality(int length)
    {
        Fused();
        (float[] spike, float[] dinput) = ([.. _spike], [.. _dinput]);
        Unfused();
        for (int i = 0; i < length; i++)
            if (spike[i] != _spike[i] || dinput[i] != _dinput[i])
                throw new InvalidOperationException($"Fused and unfused differ at {i}.");
    }
}
