using BenchmarkDotNet.Attributes;

namespace Sgl.Bench;

/// <summary>
/// Whole steps of training the network of <see cref="Mlp"/>: the same input at every time step or rate-coded input, one
/// thread or two, and each order of layers and time steps.
/// </summary>
public class TrainingSteps
{
    private const int Chunk = 5;

    private Mlp _mlp = null!;

    public enum Encoding { Constant, Poisson }

    public static IEnumerable<Schedule> Schedules =>
        [Schedule.LayerByLayer, Schedule.Chunked(Chunk), Schedule.Truncated(Chunk)];

    [ParamsAllValues]
    public Encoding Input { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [ParamsSource(nameof(Schedules))]
    public Schedule Schedule { get; set; } = Schedule.LayerByLayer;

    [GlobalSetup]
    public void Setup()
    {
        _mlp = Create(Threads, Schedule);
        RequireSame(Create(threads: 1, Schedule.LayerByLayer));
    }

    [Benchmark]
    public double TrainStep() => _mlp.TrainStep();

    private Mlp Create(int threads, Schedule schedule)
    {
        var mlp = new Mlp(Input == Encoding.Constant ? Mlp.Images : Mlp.RateCoded, threads);
        mlp.Network.Schedule = schedule;
        return mlp;
    }

    /// <summary>
    /// Whoever runs it in whichever order, the loss is the same, and so is every parameter after the step unless gradients
    /// are truncated.
    /// </summary>
    private void RequireSame(Mlp plain)
    {
        Agreement.Exact("loss", [(float)_mlp.TrainStep()], [(float)plain.TrainStep()]);
        if (Schedule == Schedule.Truncated(Chunk)) return;
        foreach ((Parameter ours, Parameter other) in _mlp.Network.Parameters.Zip(plain.Network.Parameters))
            Agreement.Exact(ours.ToString(), ours.Value.Span, other.Value.Span);
    }
}
