using Sgl;

namespace Mnist;

/// <summary>How far a training has come, in arrays that a checkpoint saves.</summary>
internal sealed class Progress(int digits, Options options)
{
    private const int Figures = 3; // of an epoch: loss, training accuracy, test accuracy

    private readonly long[] _epochs = new long[1];
    private readonly long[] _digits = new long[1];
    private readonly long[] _correct = new long[1];
    private readonly double[] _loss = new double[1];
    private readonly double[] _history = new double[options.Epochs * Figures];

    /// <summary>Epochs done.</summary>
    public int Epochs => (int)_epochs[0];

    /// <summary>Digits done of the next epoch.</summary>
    public int Digits => (int)_digits[0];

    /// <summary>The options that a training goes on with or not at all, and how far it has come.</summary>
    public SavedArray[] Saved =>
    [
        new("options.epochs", new long[] { options.Epochs }) { IsFixed = true },
        new("options.steps", new long[] { options.Steps }) { IsFixed = true },
        new("options.seed", new long[] { options.Seed }) { IsFixed = true },
        new("options.digits", new long[] { digits }) { IsFixed = true },
        new("epochs", _epochs),
        new("digits", _digits),
        new("correct", _correct),
        new("loss", _loss),
        new("history", _history, options.Epochs, Figures),
    ];

    /// <summary>Counts a batch.</summary>
    public void Add(BatchResult result)
    {
        _loss[0] += result.Loss * result.Count;
        _correct[0] += result.Correct;
        _digits[0] += result.Count;
    }

    /// <summary>Counts an epoch, and begins the next one.</summary>
    public void EndEpoch(EpochStatus status)
    {
        double[] figures = [status.Loss, status.TrainAccuracy, status.TestAccuracy!.Value];
        figures.CopyTo(_history, Epochs * Figures);
        _epochs[0]++;
        (_digits[0], _correct[0], _loss[0]) = (0, 0, 0);
    }

    /// <summary>Where the epoch stands.</summary>
    public EpochStatus Status(double speed) => new(
        Epochs + 1, (double)Digits / digits, _loss[0] / Digits, (double)_correct[0] / Digits, TestAccuracy: null, speed);

    /// <summary>The ends of all epochs; their speed, which no checkpoint has, is not a number.</summary>
    public List<EpochStatus> History() =>
    [
        .. _history.Chunk(Figures).Take(Epochs).Select((figures, epoch) =>
            new EpochStatus(epoch + 1, Share: 1, figures[0], figures[1], figures[2], double.NaN)),
    ];
}
