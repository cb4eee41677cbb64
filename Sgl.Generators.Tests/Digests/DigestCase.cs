using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sgl.Tests.Digests;

/// <summary>One way to train: a network, what it is given, what it minimizes and how it is run.</summary>
internal sealed record DigestCase(
    string Network, string Input, string Loss, string Optimizer, string Schedule, int Threads, bool OnDevice)
{
    private const int Steps = 7;
    private const int Batch = 5;
    private const int Features = 37;
    private const int Classes = 4;
    private const int TrainingSteps = 5;

    private static readonly Dictionary<string, Func<Layer[]>> Networks = new()
    {
        ["one hidden layer"] = () =>
            [new Dense(Features, 30), new Spiking<Lif>(30), new Dense(30, Classes), new Spiking<LeakyReadout>(Classes)],
        ["wider than a tile"] = () =>
            [new Dense(Features, 2100), new Spiking<Lif>(2100), new Dense(2100, Classes), new Spiking<LeakyReadout>(Classes)],
        ["three kinds of neurons"] = () =>
        [
            new Dense(Features, 33), new Spiking<SynapticLif>(33), new Dense(33, 65, bias: false), new Spiking<AdaptiveLif>(65),
            new Dense(65, 20), new Spiking<ParametricLif>(20), new Dense(20, Classes),
        ],
        ["neurons first"] = () => [new Spiking<Lif>(Features), new Dense(Features, 20), new Spiking<Models.Adaptive>(20), new Dense(20, Classes)],
        ["two products in a row"] = () =>
            [new Dense(Features, 16), new Dense(16, 40), new Spiking<SynapticLif>(40), new Dense(40, 8), new Dense(8, Classes)],
        ["neurons in a row"] = () =>
            [new Dense(Features, 24), new Spiking<Izhikevich>(24), new Spiking<Lif>(24), new Dense(24, Classes), new Spiking<LeakyReadout>(Classes)],
        ["recurrent"] = () =>
            [new Dense(Features, 30), new Recurrent<AdaptiveLif>(30), new Dense(30, Classes), new Spiking<LeakyReadout>(Classes)],
        ["recurrent twice"] = () =>
            [new Recurrent<SynapticLif>(Features), new Dense(Features, 19), new Recurrent<Lif>(19), new Dense(19, Classes)],
        ["spikes as scores"] = () =>
            [new Dense(Features, 50), new Spiking<AlphaNeuron>(50), new Dense(50, Classes), new Spiking<Lif>(Classes)],
        ["neurons that differ"] = () =>
        [
            new Dense(Features, 30), new Spiking<AdaptiveLif>(30, i => new AdaptiveLif { Beta = 0.8f + 0.005f * i, Rho = 0.99f - 0.01f * i }),
            new Dense(30, Classes), new Recurrent<LeakyReadout>(Classes),
        ],
        ["parameters per channel"] = () =>
            [new Dense(Features, 24), new Spiking<Models.ByChannel>((4, 3, 2)), new Dense(24, Classes), new Spiking<LeakyReadout>(Classes)],
    };

    private static readonly Dictionary<string, Encoder?> Encoders = new()
    {
        ["constant"] = new ConstantEncoder(),
        ["Poisson"] = null,
        ["latency"] = new LatencyEncoder(0.1f),
        ["floats"] = null,
        ["spikes as floats"] = null,
        ["spikes as bits"] = null,
    };

    private static readonly Dictionary<string, Func<Loss>> Losses = new()
    {
        ["rate"] = () => new RateCrossEntropy(),
        ["membrane"] = () => new MembraneCrossEntropy(),
        ["maximum"] = () => new MaxOverTimeCrossEntropy(),
    };

    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["Adam"] = () => new Adam(0.01f),
        ["SGD"] = () => new Sgd(0.05f),
        ["momentum"] = () => new Sgd(0.02f, 0.9f),
    };

    private static readonly Dictionary<string, Schedule> Schedules = new()
    {
        ["all steps"] = Sgl.Schedule.LayerByLayer,
        ["chunks of 3"] = Sgl.Schedule.Chunked(3),
        ["truncated at 4"] = Sgl.Schedule.Truncated(4),
        ["step by step"] = Sgl.Schedule.Chunked(1),
    };

    /// <summary>Each network with each input on the processor, and with three of them on a device.</summary>
    public static IEnumerable<DigestCase> All
    {
        get
        {
            int index = 0;
            foreach (string network in Networks.Keys)
            {
                foreach (string input in Encoders.Keys) yield return Next(network, input, onDevice: false);
                if (network == "wider than a tile") continue;
                foreach (string input in Encoders.Keys.Skip(index % 2).Where((_, i) => i % 2 == 0))
                    yield return Next(network, input, onDevice: true);
            }

            DigestCase Next(string network, string input, bool onDevice)
            {
                index++;
                return new DigestCase(
                    network, input, Nth(Losses, index), Nth(Optimizers, index / 2), Nth(Schedules, index), 1 + index % 3, onDevice);
            }

            static string Nth<T>(Dictionary<string, T> items, int index) => items.Keys.ElementAt(index % items.Count);
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Network}, {Input}, {Loss}, {Optimizer}, {Schedule}, {(OnDevice ? "ilgpu-cpu" : $"{Threads} threads")}");

    /// <summary>A hash of losses, outputs, gradients and parameters of five training steps.</summary>
    /// <param name="accelerator">Where those on a device run.</param>
    public string Digest(Device accelerator)
    {
        using var network = new Network(Networks[Network](), seed: 11, Threads, OnDevice ? accelerator : null) { Schedule = Schedules[Schedule] };
        Loss loss = Losses[Loss]();
        Optimizer optimizer = Optimizers[Optimizer]();
        Encoder? encoder = Input == "Poisson" ? new PoissonEncoder(3) : Encoders[Input];
        int[] labels = [.. Enumerable.Range(0, Batch).Select(i => i * 3 % Classes)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int step = 0; step < TrainingSteps; step++)
        {
            float[] values = Bits.Random(Batch * Features, (ulong)step, low: 0f);
            BatchResult result = encoder is null
                ? network.TrainStep(SignalOf(step), labels, loss, optimizer)
                : network.TrainStep(encoder, values, Steps, labels, loss, optimizer);
            Add((float)result.Loss, result.Correct);
        }

        Add(network.Forward(SignalOf(TrainingSteps)).ToFloats().Data.ToArray());
        foreach (Parameter parameter in network.Parameters)
        {
            Add(parameter.Gradient.ToArray());
            Add(parameter.Value.ToArray());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];

        void Add(params ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
    }

    private Signal SignalOf(int step)
    {
        float[] values = Bits.Random(Steps * Batch * Features, (ulong)step + 100);
        if (Input == "constant") return new Signal(values.AsMemory(0, Batch * Features), Steps, Batch, Features, isConstant: true);
        if (Input == "floats") return new Signal(values, Steps, Batch, Features);
        for (int i = 0; i < values.Length; i++) values[i] = values[i] > 0.6f ? 1f : 0f;
        return Input == "spikes as bits"
            ? Spikes.Packed(new Signal(values, Steps, Batch, Features))
            : new Signal(values, Steps, Batch, Features);
    }
}
