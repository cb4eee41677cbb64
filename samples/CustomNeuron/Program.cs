using System.Globalization;
using CustomNeuron;
using Sgl;

// Neurons of unknown coupling were recorded: their currents and their potentials. Which couplings were they?
const int Steps = 60, Neurons = 100, Epochs = 200;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var random = new CounterRandom(1);
float[] apical = Draw(0, Steps * Neurons, -0.05f, 0.15f), basal = Draw(1, Steps * Neurons, -0.1f, 0.3f);
float[] hidden = Draw(2, Neurons, 0.05f, 0.4f);
Recording recorded = Recording.Run(Steps, Neurons, apical, basal, hidden);

// The plain C# of the model and its kernel give the same bits.
var neuron = new TwoCompartment { Coupling = hidden[0] };
for (int t = 0; t < Steps; t++)
{
    (float spike, float potential) = neuron.Step(apical[t * Neurons], basal[t * Neurons]);
    if (spike != recorded.Spike[t * Neurons] || potential != recorded.Potential[t * Neurons])
        throw new InvalidOperationException($"Step and kernel differ at time step {t}.");
}

Console.WriteLine($"Step and kernel agree over {Steps} time steps.");

// Learn the couplings from the potentials, by the gradient that the compiler derived.
var coupling = new Parameter("Coupling", Neurons);
coupling.Value.Span.Fill(new TwoCompartment().Coupling);
var adam = new Adam(0.01f);
for (int epoch = 0; epoch <= Epochs; epoch++)
{
    coupling.ZeroGradient();
    double loss = Recording.Run(Steps, Neurons, apical, basal, coupling.Value.Span)
        .CompareAndDifferentiate(recorded, coupling);
    if (epoch % 50 == 0)
        Console.WriteLine($"epoch {epoch,3}: loss {loss:0.000000}, error of the couplings {Error():0.0000}");
    adam.Step([coupling]);
}

Console.WriteLine($"error of the couplings: {Error():0.0000}");

double Error() => hidden.Select((value, n) => Math.Abs(value - coupling.Value.Span[n])).Average();

float[] Draw(ulong stream, int length, float low, float high)
{
    var values = new float[length];
    random.Stream(stream).FillUniform(values, low, high);
    return values;
}
