using Sgl;

namespace CustomNeuron;

/// <summary>
/// What neurons did over time, with the tape that leads back: the generated <c>Forward</c> and <c>Backward</c> called
/// on plain arrays, without a network.
/// </summary>
internal sealed class Recording
{
    private readonly int _steps;
    private readonly int _neurons;
    private readonly float[] _coupling;
    private readonly float[][] _tape;

    private Recording(int steps, int neurons, ReadOnlySpan<float> coupling)
    {
        int length = steps * neurons;
        (_steps, _neurons, _coupling) = (steps, neurons, coupling.ToArray());
        (Spike, Potential) = (new float[length], new float[length]);
        _tape = [new float[length], new float[length]];
    }

    /// <summary>[T, N].</summary>
    public float[] Spike { get; }

    /// <summary>[T, N].</summary>
    public float[] Potential { get; }

    public static Recording Run(
        int steps, int neurons, ReadOnlySpan<float> apical, ReadOnlySpan<float> basal, ReadOnlySpan<float> coupling)
    {
        var run = new Recording(steps, neurons, coupling);
        var model = new TwoCompartment();
        TwoCompartment.Forward(
            steps,
            neurons,
            apical,
            basal,
            coupling,
            model.TauDendrite,
            model.TauSoma,
            dendrite: new float[neurons],
            soma: new float[neurons],
            run.Spike,
            run.Potential,
            run._tape[0],
            run._tape[1]);
        return run;
    }

    /// <summary>The mean squared difference of the potentials, whose gradient is added to that of the couplings.</summary>
    public double CompareAndDifferentiate(Recording recorded, Parameter coupling)
    {
        float[] gradient = new float[Potential.Length];
        double loss = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            float difference = Potential[i] - recorded.Potential[i];
            loss += difference * difference;
            gradient[i] = 2f * difference / gradient.Length;
        }

        var model = new TwoCompartment();
        TwoCompartment.Backward(
            _steps,
            _neurons,
            dspike: default, // the loss does not look at the spikes
            gradient,
            _tape[0],
            _tape[1],
            _coupling,
            model.TauDendrite,
            model.TauSoma,
            ddendrite: new float[_neurons],
            dsoma: new float[_neurons],
            dapical: new float[gradient.Length],
            dbasal: new float[gradient.Length],
            coupling.Gradient.Span);
        return loss / gradient.Length;
    }
}
