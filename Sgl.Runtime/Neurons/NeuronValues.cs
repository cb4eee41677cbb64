namespace Sgl;

/// <summary>The parameters and initial states of the neuron objects that a population is made of.</summary>
/// <typeparam name="TNeuron">The model.</typeparam>
internal sealed class NeuronValues<TNeuron>
    where TNeuron : class, INeuron<TNeuron>
{
    private readonly NeuronInfo _info = TNeuron.Info;

    /// <summary>All neurons are alike.</summary>
    public NeuronValues(TNeuron neuron)
        : this(1, _ => neuron)
    {
    }

    /// <param name="shape">The neurons.</param>
    /// <param name="neuron">Gives each of them.</param>
    /// <exception cref="ArgumentException">A neuron is null, or a parameter that neurons share differs.</exception>
    public NeuronValues(Shape shape, Func<int, TNeuron> neuron)
    {
        ArgumentNullException.ThrowIfNull(neuron);
        int features = shape.Features;
        float[] parameters = new float[_info.Parameters.Length], states = new float[_info.States.Length];
        Parameters = New(parameters.Length, features);
        States = New(states.Length, features);
        for (int n = 0; n < features; n++)
        {
            TNeuron given = neuron(n)
                ?? throw new ArgumentException($"Neuron {n} of {features} is null; a neuron is needed for each.", nameof(neuron));
            TNeuron.ReadParameters(given, parameters);
            TNeuron.ReadStates(given, states);
            for (int i = 0; i < parameters.Length; i++) Parameters[i][n] = parameters[i];
            for (int i = 0; i < states.Length; i++) States[i][n] = states[i];
        }

        for (int i = 0; i < Parameters.Length; i++)
            if (!_info.Parameters[i].PerNeuron) Parameters[i] = Shared(i, _info.Parameters[i].MapOn(shape));
        for (int i = 0; i < States.Length; i++)
            if (FirstOther(States[i]) < 0) States[i] = [States[i][0]];
    }

    /// <summary>By parameter: one value where it is shared or all neurons are alike, else one for each neuron or channel.</summary>
    public float[][] Parameters { get; }

    /// <summary>By state: one value where all neurons start alike, else one for each neuron.</summary>
    public float[][] States { get; }

    private static float[][] New(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    // The value of each channel, or the one of all neurons.
    private float[] Shared(int parameter, ChannelMap map)
    {
        float[] values = Parameters[parameter];
        var shared = new float[map.Channels];
        for (int c = 0; c < shared.Length; c++)
        {
            int first = map.FeatureOf(c, 0);
            shared[c] = values[first];
            for (int p = 1; p < map.Positions; p++)
            {
                int other = map.FeatureOf(c, p);
                if (IsSame(values[first], values[other])) continue;
                string sharing = _info.Parameters[parameter].IsShared ? "all neurons" : $"the neurons of channel {c}";
                throw new ArgumentException(
                    $"{_info.Name}.{_info.Parameters[parameter].Name} is shared by {sharing}, but neuron {first} has {values[first]} and "
                    + $"neuron {other} has {values[other]}; give all of them the same, or mark it [Parameter(PerNeuron = true)].");
            }
        }

        return shared;
    }

    /// <summary>The first neuron with another value than neuron 0, or −1.</summary>
    private static int FirstOther(float[] values) =>
        Array.FindIndex(values, value => !IsSame(value, values[0]));

    private static bool IsSame(float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);
}
