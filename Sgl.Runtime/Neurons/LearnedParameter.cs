namespace Sgl;

/// <summary>
/// A learnable parameter of a population. What an optimizer changes is the parameter itself or, where it is bounded by
/// a logistic function, the number w that it is a function of.
/// </summary>
internal sealed class LearnedParameter
{
    private readonly string _model;
    private readonly float[] _initial;
    private readonly float[] _effective;
    private readonly float[] _sums;

    // The gradient of each neuron, of a parameter per channel.
    private readonly float[] _ofNeurons;

    /// <param name="index">Its place among the model's parameters.</param>
    /// <param name="info">What the model says of it.</param>
    /// <param name="shape">The neurons of a sample.</param>
    /// <param name="initial">The value in the neuron object, or that of each neuron or channel.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <exception cref="ArgumentException">The initial value is out of bounds.</exception>
    public LearnedParameter(int index, ParameterInfo info, Shape shape, float[] initial, string model)
    {
        (Index, Info, _model, Map) = (index, info, model, info.MapOn(shape));
        RequireWithin(initial);
        _initial = initial;

        // What a logistic function bounds is itself unbounded.
        Parameter = new Parameter(info.Name, Map.Channels)
        {
            Min = IsLogistic(info) ? float.NegativeInfinity : info.Min,
            Max = IsLogistic(info) ? float.PositiveInfinity : info.Max,
        };
        _effective = new float[Parameter.Length];
        _sums = new float[Parameter.Length];
        _ofNeurons = info.IsShared || Map.Positions == 1 ? [] : new float[shape.Features];
    }

    public int Index { get; }

    public ParameterInfo Info { get; }

    public Parameter Parameter { get; }

    /// <summary>Which neurons have one value.</summary>
    public ChannelMap Map { get; }

    /// <summary>The gradient for each neuron of each sample, [B·F].</summary>
    public GrowingBuffer Gradients { get; } = new();

    public void Initialize() => Write(_initial);

    /// <summary>Sets what the neurons compute with: [F], [C] or [1].</summary>
    /// <exception cref="ArgumentException">A value is out of bounds.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        RequireWithin(values);
        Write(values);
    }

    /// <summary>What the neurons compute with: [F], [C] or [1].</summary>
    public ReadOnlySpan<float> Effective()
    {
        ReadOnlySpan<float> learned = Parameter.Stored.Span;
        if (!IsLogistic(Info)) return learned;
        for (int i = 0; i < learned.Length; i++) _effective[i] = Info.Min + (Info.Max - Info.Min) * Logistic(learned[i]);
        return _effective;
    }

    /// <summary>
    /// Sums the gradients of all samples, then of the neurons that have one value, and adds them to the parameter's.
    /// </summary>
    public void AddGradient(Memory<float> lanes, Workers workers)
    {
        Sum(Info, Map, lanes, _sums, _ofNeurons, workers);
        Span<float> gradient = Parameter.Gradient.Span;
        ReadOnlySpan<float> learned = Parameter.Stored.Span;
        for (int i = 0; i < gradient.Length; i++) gradient[i] += _sums[i] * Slope(learned[i]);
    }

    /// <summary>
    /// Sums the gradients of the neurons of all samples that have one value, in an order that does not depend on tiles or
    /// threads: of a shared one all of them in double precision; else first over the samples.
    /// </summary>
    /// <param name="info">The parameter.</param>
    /// <param name="map">Which neurons have one value.</param>
    /// <param name="lanes">[B·F].</param>
    /// <param name="sums">[1], [C] or [F]; written.</param>
    /// <param name="ofNeurons">Room for [F], where channels have several neurons.</param>
    /// <param name="workers">The threads.</param>
    public static void Sum(
        ParameterInfo info, ChannelMap map, Memory<float> lanes, Memory<float> sums, Memory<float> ofNeurons, Workers workers)
    {
        if (info.IsShared)
        {
            sums.Span[0] = (float)Lanes.Sum(lanes.Span);
            return;
        }

        Memory<float> target = map.Positions == 1 ? sums : ofNeurons;
        target.Span.Clear();
        Rows.AddTo(target, lanes, workers);
        if (map.Positions > 1) map.Sum(ofNeurons.Span, sums.Span);
    }

    private void Write(ReadOnlySpan<float> values)
    {
        Rows.Repeat(values, Parameter.Value.Span);
        if (!IsLogistic(Info)) return;
        foreach (ref float value in Parameter.Value.Span) value = Logit(value);
    }

    private void RequireWithin(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            bool isWithin = IsLogistic(Info) ? value > Info.Min && value < Info.Max : value >= Info.Min && value <= Info.Max;
            if (isWithin) continue;
            throw new ArgumentException(
                $"{_model}.{Info.Name} is {value}" + (values.Length > 1 ? $" for {(Info.PerChannel ? "channel" : "neuron")} {i}" : "")
                + $"; it must lie between {Info.Min} and {Info.Max}"
                + (IsLogistic(Info) ? ", which a logistic bound never reaches." : "."));
        }
    }

    private static bool IsLogistic(ParameterInfo info) => info.Bound == Bound.Logistic;

    private static float Logistic(float w) => (float)(1 / (1 + Math.Exp(-w)));

    private float Logit(float value)
    {
        double share = ((double)value - Info.Min) / ((double)Info.Max - Info.Min);
        return (float)Math.Log(share / (1 - share));
    }

    /// <summary>d(value)/d(what is learned).</summary>
    private float Slope(float learned)
    {
        if (!IsLogistic(Info)) return 1f;
        float share = Logistic(learned);
        return (Info.Max - Info.Min) * share * (1f - share);
    }
}
