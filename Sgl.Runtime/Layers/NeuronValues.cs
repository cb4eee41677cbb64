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

    /// <param name="features">Number of neurons, at least 1.</param>
    /// <param name="neuron">Gives each of them.</param>
    /// <exception cref="ArgumentException">A neuron is null, or a parameter that all neurons share differs.</exception>
    public NeuronValues(int features, Func<int, TNeuron> neuron)
    {
        ArgumentNullException.ThrowIfNull(neuron);
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
            if (!_info.Parameters[i].PerNeuron) Parameters[i] = [Shared(i)];
        for (int i = 0; i < States.Length; i++)
            if (FirstOther(States[i]) < 0) States[i] = [States[i][0]];
    }

    /// <summary>By parameter: one value where it is shared or all neurons are alike, else one for each neuron.</summary>
    public float[][] Parameters { get; }

    /// <summary>By state: one value where all neurons start alike, else one for each neuron.</summary>
    public float[][] States { get; }

    private static float[][] New(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    private float Shared(int parameter)
    {
        float[] values = Parameters[parameter];
        int other = FirstOther(values);
        if (other < 0) return values[0];
        throw new ArgumentException(
            $"{_info.Name}.{_info.Parameters[parameter].Name} is shared by all neurons, but neuron 0 has {values[0]} and neuron "
            + $"{other} has {values[other]}; give all of them the same, or mark it [Parameter(PerNeuron = true)].");
    }

    /// <summary>The first neuron with another value than neuron 0, or −1.</summary>
    private static int FirstOther(float[] values) =>
        Array.FindIndex(values, value => BitConverter.SingleToInt32Bits(value) != BitConverter.SingleToInt32Bits(values[0]));
}
