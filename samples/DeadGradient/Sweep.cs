using System.Collections.Immutable;

namespace DeadGradient;

/// <summary>Accuracies over the steepness, one curve per surrogate, and what the true derivative gives.</summary>
/// <param name="Alphas">The steepnesses, rising.</param>
/// <param name="Curves">The name of each surrogate and its accuracies, one per steepness.</param>
/// <param name="True">The outcome with the true derivative.</param>
internal sealed record Sweep(ImmutableArray<float> Alphas, ImmutableArray<(string Name, double[] Accuracies)> Curves, Outcome True)
{
    private static readonly (string Name, Func<Experiment, float, Outcome> Run)[] Surrogates =
    [
        ("Sigmoid", (experiment, alpha) => experiment.Run(new SigmoidLif { Steepness = alpha })),
        ("ATan", (experiment, alpha) => experiment.Run(new ATanLif { Steepness = alpha })),
        ("FastSigmoid", (experiment, alpha) => experiment.Run(new FastSigmoidLif { Steepness = alpha })),
        ("Triangle", (experiment, alpha) => experiment.Run(new TriangleLif { Steepness = alpha })),
    ];

    /// <summary>The best network: its surrogate, its steepness, and its accuracy.</summary>
    public (string Name, float Alpha, double Accuracy) Best => Curves
        .SelectMany(curve => curve.Accuracies.Select((accuracy, i) => (curve.Name, Alphas[i], accuracy)))
        .MaxBy(point => point.accuracy);

    /// <summary>Trains a network per point, as many at a time as there are processors.</summary>
    /// <param name="experiment">What each network is trained on.</param>
    /// <param name="alphas">The steepnesses, rising.</param>
    /// <param name="print">Given each line of the report as soon as it is known.</param>
    public static Sweep Run(Experiment experiment, ImmutableArray<float> alphas, Action<string> print)
    {
        Outcome without = experiment.Run(new TrueLif());
        print(FormattableString.Invariant(
            $"true derivative: {100 * without.Accuracy:F2} %, largest gradient {without.LargestGradient}"));

        print(Row("alpha", Surrogates.Select(surrogate => surrogate.Name)));
        var points = from alpha in alphas from surrogate in Surrogates select (alpha, surrogate.Run);
        var accuracies = new List<double>();
        foreach (double accuracy in points.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(point => point.Run(experiment, point.alpha).Accuracy))
        {
            accuracies.Add(accuracy);
            if (accuracies.Count % Surrogates.Length > 0) continue;
            float alpha = alphas[accuracies.Count / Surrogates.Length - 1];
            print(Row(
                FormattableString.Invariant($"{alpha}"),
                accuracies.TakeLast(Surrogates.Length).Select(value => FormattableString.Invariant($"{100 * value:F2} %"))));
        }

        return new Sweep(
            alphas,
            [.. Surrogates.Select((surrogate, column) => (surrogate.Name, accuracies.Where((_, i) => i % Surrogates.Length == column).ToArray()))],
            without);
    }

    private static string Row(string head, IEnumerable<string> cells) =>
        $"{head,5}{string.Concat(cells.Select(cell => $"{cell,13}"))}";
}
