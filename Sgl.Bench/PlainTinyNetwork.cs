namespace Sgl.Bench;

/// <summary>The training of <see cref="TinyNetwork"/> in loops as one writes them by hand, with the same gradients.</summary>
internal sealed class PlainTinyNetwork
{
    private const int Steps = TinyNetwork.Steps, Batch = TinyNetwork.Batch, Inputs = TinyNetwork.Inputs;
    private const int Hidden = TinyNetwork.Hidden, Classes = TinyNetwork.Classes;
    private const float Beta = 0.9f, Threshold = 1f, Steepness = 2f;

    private readonly float[] _input;
    private readonly float[][] _parameters;
    private readonly float[][] _gradients;
    private readonly float[] _above = new float[Steps * Hidden];
    private readonly float[] _spikes = new float[Steps * Hidden];
    private readonly float[] _scores = new float[Batch * Classes];

    public PlainTinyNetwork(TinyNetwork network)
    {
        _input = network.Input.Data.ToArray();
        _parameters = [.. network.Network.Parameters.Select(parameter => parameter.Value.ToArray())];
        _gradients = [.. _parameters.Select(values => new float[values.Length])];
    }

    /// <summary>One step of training; returns the loss before it.</summary>
    public double TrainStep()
    {
        foreach (float[] gradient in _gradients) Array.Clear(gradient);
        double loss = 0;
        for (int b = 0; b < Batch; b++)
        {
            Forward(b);
            loss += Backward(b);
        }

        for (int k = 0; k < _parameters.Length; k++)
            for (int i = 0; i < _parameters[k].Length; i++) _parameters[k][i] -= TinyNetwork.LearningRate * _gradients[k][i];
        return loss / Batch;
    }

    private void Forward(int sample)
    {
        (float[] w1, float[] b1, float[] w2, float[] b2) = (_parameters[0], _parameters[1], _parameters[2], _parameters[3]);
        Span<float> v = stackalloc float[Hidden], membrane = stackalloc float[Classes];
        Span<float> scores = _scores.AsSpan(sample * Classes, Classes);
        scores.Clear();
        for (int t = 0; t < Steps; t++)
        {
            ReadOnlySpan<float> x = Row(t, sample);
            for (int i = 0; i < Hidden; i++)
            {
                float u = Beta * v[i] + Dot(w1.AsSpan(i * Inputs, Inputs), x, b1[i]);
                float spike = u >= Threshold ? 1f : 0f;
                (_above[t * Hidden + i], _spikes[t * Hidden + i], v[i]) = (u - Threshold, spike, u - spike * Threshold);
            }

            for (int c = 0; c < Classes; c++)
            {
                membrane[c] = Beta * membrane[c] + Dot(w2.AsSpan(c * Hidden, Hidden), _spikes.AsSpan(t * Hidden, Hidden), b2[c]);
                scores[c] += membrane[c] / Steps;
            }
        }
    }

    private double Backward(int sample)
    {
        (float[] w2, int label) = (_parameters[2], TinyNetwork.Labels[sample]);
        Span<float> scores = _scores.AsSpan(sample * Classes, Classes);
        Span<float> score = stackalloc float[Classes], membrane = stackalloc float[Classes], dv = stackalloc float[Hidden];
        double sum = 0;
        for (int c = 0; c < Classes; c++) sum += Math.Exp(scores[c]);
        for (int c = 0; c < Classes; c++)
            score[c] = (float)((Math.Exp(scores[c]) / sum - (c == label ? 1 : 0)) / Batch / Steps);
        for (int t = Steps - 1; t >= 0; t--)
        {
            ReadOnlySpan<float> x = Row(t, sample);
            for (int c = 0; c < Classes; c++)
            {
                membrane[c] = Beta * membrane[c] + score[c];
                _gradients[3][c] += membrane[c];
                for (int i = 0; i < Hidden; i++) _gradients[2][c * Hidden + i] += membrane[c] * _spikes[t * Hidden + i];
            }

            for (int i = 0; i < Hidden; i++)
            {
                float spike = 0;
                for (int c = 0; c < Classes; c++) spike += membrane[c] * w2[c * Hidden + i];
                float scaled = Steepness * _above[t * Hidden + i];
                dv[i] = Beta * dv[i] + spike * (Steepness / MathF.PI / (1f + scaled * scaled));
                _gradients[1][i] += dv[i];
                for (int k = 0; k < Inputs; k++) _gradients[0][i * Inputs + k] += dv[i] * x[k];
            }
        }

        return Math.Log(sum) - scores[label];
    }

    private ReadOnlySpan<float> Row(int step, int sample) => _input.AsSpan((step * Batch + sample) * Inputs, Inputs);

    private static float Dot(ReadOnlySpan<float> weights, ReadOnlySpan<float> values, float start)
    {
        for (int i = 0; i < weights.Length; i++) start += weights[i] * values[i];
        return start;
    }
}
