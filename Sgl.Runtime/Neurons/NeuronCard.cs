using System.Collections.Immutable;
using System.Text;
using static System.FormattableString;

namespace Sgl;

/// <summary>A model's <see cref="NeuronInfo"/> as lines to read.</summary>
internal static class NeuronCard
{
    public static string Of(NeuronInfo info)
    {
        var card = new StringBuilder(info.Name);
        AddRow(card, "inputs", info.Inputs);
        AddRow(card, "outputs", info.Outputs.Select(output => output.IsSpike ? output.Name + " (0 or 1)" : output.Name));
        AddRow(card, "states", info.States);
        AddRow(card, "parameters", info.Parameters.Select(Describe));

        card.Append("\n\n  per neuron and time step");
        AddRow(card, "tape", [Invariant($"{info.TapeBytes} bytes{Tape(info)}")]);
        string bits = info.Outputs.Any(output => output.IsSpike)
            ? Invariant($" ({info.ForwardBytesWithBits} with spikes as bits)")
            : "";
        AddRow(card, "forward", [Invariant($"{info.ForwardBytes} bytes moved{bits}, {info.ForwardOperations} operations")]);
        AddRow(card, "backward", [Invariant($"{info.BackwardBytes} bytes moved, {info.BackwardOperations} operations")]);

        AddLines(card, "each time step (H: Heaviside step, ′: a state after the step)", info.Equations);
        AddLines(card, "its adjoint, from the last step to the first (dy: dL/dy, Σ: summed over time)", info.Adjoint);
        AddLines(card, "then once", info.Epilogue);
        return card.ToString();
    }

    private static string Describe(ParameterInfo parameter)
    {
        string[] notes =
        [
            .. new[]
            {
                parameter.Learnable ? "learned" : "",
                parameter.PerNeuron ? "per neuron" : parameter.PerChannel ? "per channel" : "",
                parameter is { Min: float.NegativeInfinity, Max: float.PositiveInfinity }
                    ? ""
                    : Invariant($"{parameter.Min} to {parameter.Max}"),
            }.Where(note => note.Length > 0),
        ];
        return notes.Length == 0 ? parameter.Name : $"{parameter.Name} ({string.Join(", ", notes)})";
    }

    private static string Tape(NeuronInfo info) =>
        info.Tape.Length > 0 ? ": " + string.Join(", ", info.Tape)
        : info.ScratchPerStep > 0 ? ", backward computes the step again"
        : "";

    private static void AddRow(StringBuilder card, string name, IEnumerable<string> values)
    {
        string text = string.Join(", ", values);
        if (text.Length > 0) card.Append(Invariant($"\n  {name,-11}{text}"));
    }

    private static void AddLines(StringBuilder card, string title, ImmutableArray<string> lines)
    {
        if (lines.IsEmpty) return;
        card.Append(Invariant($"\n\n  {title}"));
        foreach (string line in lines) card.Append(Invariant($"\n    {line}"));
    }
}
