namespace Mnist;

/// <summary>The derivative that stands in for that of a spike.</summary>
internal enum Surrogate { ATan, Sigmoid, FastSigmoid, None }

/// <summary>How an image becomes a signal over time.</summary>
internal enum Encoding { Constant, Poisson, Latency }

/// <summary>What the output layer gives.</summary>
internal enum Readout { Membrane, Spikes }

/// <summary>Where the network computes.</summary>
internal enum Place { Cpu, Gpu, Cuda, OpenCl, IlgpuCpu }

/// <summary>What the user asked for; <see cref="CommandLine"/> says what each one means.</summary>
internal sealed record Options(
    int Epochs,
    int Hidden,
    int Steps,
    Surrogate Surrogate,
    Encoding Encoder,
    Readout Readout,
    Place Device,
    int Threads,
    int Seed,
    int? Limit,
    string Data,
    string Out,
    string? Checkpoint,
    int? SaveEvery,
    bool Report);
