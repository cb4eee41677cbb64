using Xunit;

namespace Sgl.Tests;

/// <summary>Cycles with delays, against plain loops; <see cref="ScheduleTests"/> runs some under every schedule.</summary>
public class CycleTests
{
    private const int Steps = 7;
    private const int Batch = 2;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(-1)]
    public void A_delay_gives_what_came_in_earlier(int delay)
    {
        int[] delays = delay < 0 ? [0, 3, 1, 9] : [delay, delay, delay, delay];
        var layer = delay < 0 ? new Delay(delays) : new Delay(delay);
        float[] x = Bits.Random(Steps * Batch * 4, 1), weights = Bits.Random(x.Length, 2);
        float[] expected = new float[x.Length], gradient = new float[x.Length];
        for (int at = 0; at < x.Length; at++)
        {
            int earlier = at - delays[at % 4] * Batch * 4;
            if (earlier < 0) continue;
            expected[at] = x[earlier];
            gradient[earlier] = weights[at];
        }

        var input = new Signal(x, Steps, Batch, 4);
        Bits.Same(expected, layer.Forward(input, training: true, new Workers(1)).Data.Span);
        Signal back = layer.Backward(new Signal(weights, Steps, Batch, 4), needsInputGradient: true, new Workers(1));
        Bits.Same(gradient, back.Data.Span);
        var constant = new Signal(x.AsMemory(0, Batch * 4), Steps, Batch, 4, isConstant: true);
        Signal late = layer.Forward(constant, training: false, new Workers(1));
        for (int at = 0; at < x.Length; at++)
            Assert.Equal(at / (Batch * 4) < delays[at % 4] ? 0f : x[at % (Batch * 4)], late.Data.Span[at]);
    }

    /// <summary>Of networks without spikes, by central differences of the loss.</summary>
    [Theory]
    [InlineData("self")]
    [InlineData("pair")]
    [InlineData("delays of their own")]
    [InlineData("in and out")]
    [InlineData("delay of a delay")]
    public void Gradients_are_those_of_finite_differences(string kind)
    {
        var network = new Network(Create(kind), seed: 5, threads: 1);
        var input = new Signal(Bits.Random(Steps * Batch * 4, 1), Steps, Batch, 4);
        foreach (Schedule schedule in new[] { Schedule.LayerByLayer, Schedule.Chunked(3), Schedule.Chunked(1) })
        {
            network.Schedule = schedule;
            foreach (double[] expected in NetworkDifferences.Expect(network, input))
                Assert.Contains(expected, value => Math.Abs(value) > 1e-3);
        }
    }

    /// <summary>A population that drives itself is the smallest cycle.</summary>
    [Fact]
    public void A_recurrent_layer_is_a_cycle_with_a_delay_of_one()
    {
        var recurrent = new Recurrent<Leaky>(6);
        var single = new Network([new Dense(4, 6), recurrent], seed: 5, threads: 1);
        var back = new Dense(6, bias: false);
        NetworkNode last = NetworkNode.Feedback(6);
        NetworkNode drive = NetworkNode.Input(4).Then(new Dense(6)), neurons = (drive + last.Then(back)).Then(new Spiking<Leaky>());
        last.ComesFrom(neurons);
        var graph = new Network(neurons, seed: 5, threads: 1);
        single.Parameters[0].Value.CopyTo(((Dense)graph.Layers.First(layer => layer is Dense && layer != back)).Weight.Value);
        recurrent.Weight.Value.CopyTo(back.Weight.Value);
        var input = new Signal(Bits.Random(Steps * Batch * 4, 1), Steps, Batch, 4);
        double[] expected = [.. single.Forward(input, training: true).Data.ToArray()];
        Bits.Near(expected, graph.Forward(input, training: true).Data.Span, 1e-5);
        float[] weights = Bits.Random(expected.Length, 2);
        single.Backward(new Signal((float[])weights.Clone(), Steps, Batch, 6));
        graph.Backward(new Signal((float[])weights.Clone(), Steps, Batch, 6));
        Bits.Near([.. recurrent.Weight.Gradient.ToArray()], back.Weight.Gradient.Span, 1e-5);
    }

    /// <summary>Against a plain loop over time, neuron by neuron.</summary>
    [Fact]
    public void Populations_that_drive_each_other_are_a_plain_loop()
    {
        Network network = ScheduleTests.Create("Excited");
        Signal input = ScheduleTests.Input();
        Dense[] all = [.. network.Layers.OfType<Dense>()];
        Dense drive = Find(5, 12), excites = Find(12, 7), inhibits = Find(7, 12), reads = Find(12, 3);
        var spikes = new float[input.Steps][];
        var inhibition = new float[input.Steps][];
        float[] output = network.Forward(input).Data.ToArray();
        for (int b = 0; b < input.Batch; b++)
        {
            Lif[] excited = Neurons<Lif>(12), inhibiting = Neurons<Lif>(7);
            LeakyReadout[] readouts = Neurons<LeakyReadout>(3);
            for (int t = 0; t < input.Steps; t++)
            {
                float[] current = Product(drive, input.At(t).Slice(b * 5, 5).ToArray());
                for (int i = 0; t >= 3 && i < 12; i++) current[i] += inhibition[t - 3][i];
                spikes[t] = [.. current.Select((value, i) => excited[i].Step(value))];
                float[] excitation = Product(excites, t >= 1 ? spikes[t - 1] : new float[12]);
                inhibition[t] = Product(inhibits, [.. excitation.Select((value, i) => inhibiting[i].Step(value))]);
                float[] read = [.. Product(reads, spikes[t]).Select((value, i) => readouts[i].Step(value))];
                Bits.Near([.. read], output.AsSpan((t * input.Batch + b) * 3, 3), 1e-5);
            }
        }

        Assert.Contains(inhibition, step => step.Any(value => value != 0));

        Dense Find(int inputs, int outputs) => all.Single(dense => (dense.Inputs, dense.Outputs) == (inputs, outputs));

        static T[] Neurons<T>(int count)
            where T : new() => [.. Enumerable.Range(0, count).Select(_ => new T())];

        static float[] Product(Dense dense, float[] x) => [.. Enumerable.Range(0, dense.Outputs).Select(o =>
            (float)x.Select((value, i) => (double)value * dense.Weight.Value.Span[o * x.Length + i])
                .Append(dense.Bias?.Value.Span[o] ?? 0).Sum())];
    }

    [Fact]
    public void What_is_no_cycle_with_a_delay_is_refused_by_name()
    {
        NetworkNode input = NetworkNode.Input(4), now = NetworkNode.Feedback(4, delay: 0, "now");
        NetworkNode h = (input + now).Then(new Spiking<Leaky>(), "h");
        NetworkNode outside = h.Then(new Dense(4), "outside");
        Expect<ArgumentException>(() => _ = new Network(outside), "The feedback now [4] comes from nowhere; call ComesFrom on it.");
        now.ComesFrom(h.Then(new Dense(4), "back"));
        string message = Expect<ArgumentException>(() => _ = new Network(outside), "depend on themselves within one time step");
        foreach (string name in new[] { "now [4]", "h [4]", "back [4]", "Sum(2) [4]" }) Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.DoesNotContain("outside", message, StringComparison.Ordinal);
        Expect<InvalidOperationException>(() => now.ComesFrom(h), "now [4] comes from back [4] already.");
        Expect<InvalidOperationException>(() => h.ComesFrom(now), "h [4] is no feedback");
        Expect<InvalidOperationException>(() => input.ComesFrom(now), "input [4] is no feedback");
        NetworkNode feedback = NetworkNode.Feedback(4);
        Expect<ArgumentException>(() => feedback.ComesFrom(feedback), "cannot come from itself");
        Expect<ArgumentException>(() => feedback.ComesFrom(input.Then(new Dense(5))), "has the shape [4]; Dense(4 → 5) [5] cannot");
        Expect<ArgumentException>(() => NetworkNode.Feedback(4, new Delay([1, 2])), "takes 2 features");
        Expect<ArgumentException>(() => _ = new Delay([]), "none is given");
        Expect<ArgumentOutOfRangeException>(() => _ = new Delay(256), "0 to 255");
        Expect<ArgumentOutOfRangeException>(() => _ = new Delay([1, -1]), "0 to 255");

        static string Expect<T>(Action create, string message)
            where T : Exception
        {
            string found = Assert.Throws<T>(create).Message;
            Assert.Contains(message, found, StringComparison.Ordinal);
            return found;
        }
    }

    /// <summary>A delay of no steps says later where a node comes from, and is no cycle.</summary>
    [Fact]
    public void A_feedback_may_come_from_a_node_that_does_not_depend_on_it()
    {
        NetworkNode late = NetworkNode.Feedback(4, delay: 0), input = NetworkNode.Input(4);
        NetworkNode sum = (input + late).Then(new Dense(3));
        late.ComesFrom(input.Then(new Spiking<Leaky>()));
        var network = new Network(sum, seed: 5, threads: 1);
        Assert.DoesNotContain(network.Plan(3, 1).Layers, layer => layer.Run == PlannedRun.StepByStep);
        network.Forward(new Signal(Bits.Random(12, 1), 3, 1, 4));
    }

    [Fact]
    public void Long_cycles_are_put_in_order()
    {
        NetworkNode last = NetworkNode.Feedback(1), node = NetworkNode.Input(1) + last;
        for (int i = 0; i < 2_000; i++) node = node.Then(new Spiking<Leaky>());
        last.ComesFrom(node);
        var network = new Network(node, threads: 1);
        Assert.Equal(2_002, network.Layers.Count);
        network.Forward(new Signal(new float[] { 1f, 1f }, 2, 1, 1));
    }

    [Fact]
    public void Only_the_layers_of_a_cycle_run_step_by_step()
    {
        NetworkPlan plan = ScheduleTests.Create("Excited").Plan(steps: 20, batch: 4);
        Assert.Equal(
            ["AllSteps Dense(5 → 12)", "StepByStep Delay(3)", "StepByStep Sum(2)", "StepByStep Spiking<Lif>(12)"],
            plan.Layers.Take(4).Select(layer => $"{layer.Run} {layer.Name}"));
        Assert.Equal(
            ["AllSteps Dense(12 → 3)", "AllSteps Spiking<LeakyReadout>(3)"],
            plan.Layers.TakeLast(2).Select(layer => $"{layer.Run} {layer.Name}"));
    }

    [Fact]
    public void An_observer_sees_each_step_of_a_cycle()
    {
        Network network = ScheduleTests.Create("Excited");
        Signal input = ScheduleTests.Input();
        float[] expected = network.Forward(input).Data.ToArray();
        var seen = new List<(string Layer, int Step)>();
        var states = new List<(int Step, float[] Values)>();
        using (network.Observe(new Watcher(seen, states, network.Layers.ToList().FindIndex(layer => layer is Delay { Steps: [3] }))))
            Bits.Same(expected, network.Forward(input).Data.Span);
        Assert.Equal(Enumerable.Range(0, input.Steps), seen.Where(item => item.Layer == "Delay(3)").Select(item => item.Step));
        Assert.Equal(Enumerable.Range(0, input.Steps), seen.Where(item => item.Layer == "Spiking<Lif>(12)").Select(item => item.Step));
        Assert.Equal([0], seen.Where(item => item.Layer == "Dense(12 → 3)").Select(item => item.Step));
        Assert.Equal(Enumerable.Range(0, input.Steps), states.Select(item => item.Step));

        // What will come out after a step moves on by one row in the next.
        int row = input.Batch * 12;
        for (int t = 1; t < states.Count; t++)
            Bits.Same(states[t - 1].Values.AsSpan(row), states[t].Values.AsSpan(0, 2 * row));
    }

    private static NetworkNode[] Create(string kind)
    {
        NetworkNode input = NetworkNode.Input(4), drive = input.Then(new Dense(5));
        if (kind == "self")
        {
            NetworkNode last = NetworkNode.Feedback(5);
            NetworkNode h = (drive + last.Then(new Dense(5))).Then(new Spiking<Leaky>());
            last.ComesFrom(h);
            return [h];
        }

        NetworkNode back = kind == "delays of their own"
            ? NetworkNode.Feedback(5, new Delay([1, 2, 3, 9, 1]))
            : NetworkNode.Feedback(5, delay: kind == "delay of a delay" ? 2 : 3);
        NetworkNode first = (drive + back).Then(new Spiking<Leaky>());
        NetworkNode second = (kind == "pair" ? first.Then(new Delay(1)) : first).Then(new Dense(5)).Then(new Spiking<Leaky>());
        back.ComesFrom(kind == "delay of a delay" ? second.Then(new Delay(1)) : second);
        return kind switch
        {
            "in and out" => [(first + drive).Then(new Dense(3)), second, back],
            "pair" => [second, first.Then(new Dense(2))],
            _ => [first],
        };
    }

    private sealed class Watcher(List<(string Layer, int Step)> seen, List<(int Step, float[] Values)> states, int delay) : PassObserver
    {
        protected internal override bool ReadsStates(int layer) => layer == delay;

        protected internal override void OnStates(LayerForward pass, int timeStep, ReadOnlySpan<float> values) =>
            states.Add((timeStep, values.ToArray()));

        protected internal override void OnForward(LayerForward pass) => seen.Add((pass.Layer.ToString()!, pass.FirstStep));
    }
}
