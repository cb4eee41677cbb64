using System.Diagnostics;
using Sgl;

namespace Mnist;

/// <summary>Where an epoch stands: after each batch, and at its end with the test accuracy.</summary>
/// <param name="Epoch">1 to the number of epochs.</param>
/// <param name="Share">How much of the epoch is done, 0 to 1.</param>
/// <param name="Loss">Mean loss of the epoch's training digits so far.</param>
/// <param name="TrainAccuracy">Share of them that was recognized, each before the network learned from it.</param>
/// <param name="TestAccuracy">Share of the test digits that is recognized; null before the end of the epoch.</param>
/// <param name="SamplesPerSecond">Training digits per second in this epoch.</param>
internal readonly record struct EpochStatus(
    int Epoch, double Share, double Loss, double TrainAccuracy, double? TestAccuracy, double SamplesPerSecond);

/// <summary>Trains a network on digits.</summary>
internal sealed class Training(Network network, Digits train, Digits test, Options options)
{
    private const int BatchSize = 128;
    private const float InitialLearningRate = 5e-3f;

    private readonly RateCrossEntropy _loss = new();
    private readonly Adam _adam = new(InitialLearningRate);
    private readonly Encoder _encoder = SpikingNetwork.CreateEncoder(options.Encoder, options.Seed);
    private readonly CounterRandom _random = new CounterRandom((ulong)options.Seed).Stream(ulong.MaxValue);
    private readonly Progress _progress = new(train.Count, options);
    private readonly float[] _images = new float[BatchSize * Digits.Pixels];
    private readonly int[] _labels = new int[BatchSize];

    private Checkpoint Checkpoint => field ??= new Checkpoint(network, _adam, _encoder, _progress.Saved);

    /// <summary>How far it has come, in words.</summary>
    public string Position => $"{_progress.Epochs} epochs and {_progress.Digits} digits done";

    /// <summary>Goes on where the checkpoint stands, if there is one.</summary>
    /// <exception cref="CheckpointException">It is damaged, or of a training with other options.</exception>
    public bool Resume()
    {
        if (!File.Exists(options.Checkpoint)) return false;
        Checkpoint.Load(options.Checkpoint);
        return true;
    }

    /// <summary>Trains for all epochs that are not done.</summary>
    /// <param name="report">Called after each batch and at the end of each epoch.</param>
    /// <param name="cancellation">Stops after the current batch.</param>
    /// <returns>The ends of the epochs.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public List<EpochStatus> Run(Action<EpochStatus> report, CancellationToken cancellation)
    {
        while (_progress.Epochs < options.Epochs)
        {
            EpochStatus status = RunEpoch(_progress.Epochs + 1, report, cancellation);
            status = status with { TestAccuracy = Test(cancellation) };
            _progress.EndEpoch(status);
            Save();
            report(status);
        }

        return _progress.History();
    }

    private void Save()
    {
        if (options.Checkpoint is { } path) Checkpoint.Save(path);
    }

    private EpochStatus RunEpoch(int epoch, Action<EpochStatus> report, CancellationToken cancellation)
    {
        CounterRandom random = _random.Stream((ulong)epoch);
        int[] order = [.. Enumerable.Range(0, train.Count)];
        random.Stream(0).Shuffle<int>(order);
        var clock = Stopwatch.StartNew();
        int first = _progress.Digits;
        while (_progress.Digits < order.Length)
        {
            int start = _progress.Digits;
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> batch = order.AsSpan(start, Math.Min(BatchSize, order.Length - start));
            _adam.LearningRate = LearningRate((epoch - 1 + (double)start / order.Length) / options.Epochs);
            for (int i = 0; i < batch.Length; i++) LoadShifted(i, batch[i], random.Stream(1));
            BatchResult result = network.TrainStep(
                _encoder, Images(batch.Length), options.Steps, Labels(batch.Length), _loss, _adam);
            _progress.Add(result);
            int batches = (_progress.Digits + BatchSize - 1) / BatchSize;
            if (options.SaveEvery is { } every && batches % every == 0) Save();
            report(Status());
        }

        return Status();

        EpochStatus Status() => _progress.Status((_progress.Digits - first) / clock.Elapsed.TotalSeconds);
    }

    /// <summary>Shows the test digits once more: how often each neuron spikes, and what each layer takes for it.</summary>
    public string Report(CancellationToken cancellation)
    {
        var (activity, profile) = (new ActivityReport(), new PassProfile());
        using (network.Observe(activity)) Test(cancellation);
        using (network.Observe(profile)) Test(cancellation);
        return $"{activity}\n{profile}";
    }

    /// <summary>The share of test digits that the network recognizes; a random encoder gives them the same spikes
    /// every time.</summary>
    private double Test(CancellationToken cancellation)
    {
        Encoder encoder = SpikingNetwork.CreateEncoder(options.Encoder, options.Seed);
        int correct = 0;
        for (int start = 0; start < test.Count; start += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BatchSize, test.Count - start);
            for (int i = 0; i < count; i++) Load(i, test, start + i);
            correct += network.Evaluate(encoder, Images(count), options.Steps, Labels(count), _loss).Correct;
        }

        return (double)correct / test.Count;
    }

    // Half a cosine, from the full rate to none: large steps first, then small ones that settle.
    private static float LearningRate(double share) =>
        InitialLearningRate * (float)(0.5 * (1 + Math.Cos(Math.PI * share)));

    private void Load(int slot, Digits digits, int index)
    {
        digits.Image(index).CopyTo(Slot(slot));
        _labels[slot] = digits.Label(index);
    }

    // Moved by −1, 0 or 1 pixel each way, another one each epoch: a digit stays the same digit, and 8,000 of them
    // are soon learned by heart.
    private void LoadShifted(int slot, int index, CounterRandom random)
    {
        int right = (int)(3 * random.Uniform(2 * (ulong)index)) - 1;
        int down = (int)(3 * random.Uniform(2 * (ulong)index + 1)) - 1;
        train.CopyShifted(index, right, down, Slot(slot));
        _labels[slot] = train.Label(index);
    }

    private ReadOnlySpan<float> Images(int batch) => _images.AsSpan(0, batch * Digits.Pixels);

    private Span<float> Slot(int slot) => _images.AsSpan(slot * Digits.Pixels, Digits.Pixels);

    private ReadOnlySpan<int> Labels(int batch) => _labels.AsSpan(0, batch);
}
