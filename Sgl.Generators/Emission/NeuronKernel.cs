using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// Writes a kernel for one neuron: all time steps, with all that stays from step to step in local variables. Its
/// mathematics are pure functions of one neuron's numbers. Where numbers come from and go to is the derived class's
/// matter.
/// </summary>
internal abstract class NeuronKernel
{
    private readonly LaneFunction? _restore;
    private readonly LaneFunction? _finish;
    private readonly LaneFunction _step;
    private readonly LaneFunction? _hoist;

    protected NeuronKernel(TileKernel kernel)
    {
        Kernel = kernel;
        (_restore, _finish) = kernel is BackwardKernel backward ? (backward.Restore, backward.Finish) : (null, null);
        _step = new LaneFunction(
            "Step" + kernel.Name,
            $"One time step of a neuron, {kernel.Direction}.",
            kernel.Graph,
            kernel.Rates,
            kernel.NameOf,
            kernel.NameOf);
        if (kernel.Hoisted.Count > 0) _hoist = kernel.HoistFunction([.. kernel.Hoisted.Keys]);
    }

    protected TileKernel Kernel { get; }

    /// <summary>The C# type of a number.</summary>
    protected abstract string Number { get; }

    /// <summary>When what was hoisted is finished.</summary>
    protected virtual string FinishCondition => BackwardKernel.FinishCondition;

    private IEnumerable<LaneFunction> Functions => new[] { _step, _hoist, _restore, _finish }.OfType<LaneFunction>();

    /// <summary>The rows that a neuron keeps in a variable from step to step.</summary>
    private IEnumerable<KernelParameter> Kept => Kernel.Parameters.Where(
        parameter => parameter is { Shape: ParameterShape.Row or ParameterShape.Sum, IsWritten: true });

    protected abstract CodeExpressions Expressions(Graph graph);

    /// <summary>The variable for a value that has this name.</summary>
    protected abstract string Variable(string name);

    /// <summary>Reads one number of a row.</summary>
    protected abstract string Load(KernelParameter row);

    /// <summary>Reads one number of a plane.</summary>
    protected abstract string Load(KernelParameter plane, string time);

    /// <summary>Writes one number of a row, from its variable.</summary>
    protected abstract string Store(KernelParameter row);

    /// <summary>Writes one number of a plane at time step t, from its variable.</summary>
    protected abstract string StoreStep(KernelParameter plane);

    /// <summary>Writes the variables that the derived class reads and writes numbers by.</summary>
    protected virtual void WriteOwnVariables(CodeWriter code)
    {
    }

    protected void WriteFunctions(CodeWriter code)
    {
        foreach (LaneFunction function in Functions)
        {
            code.Line();
            function.Write(code, Kernel.Comments, Expressions(function.Graph));
        }
    }

    /// <summary>Writes the way of one neuron through time.</summary>
    protected void WriteNeuron(CodeWriter code)
    {
        WriteOwnVariables(code);
        if (_hoist is not null)
            WriteCall(code, _hoist, "0", [.. Kernel.Hoisted.Values.Select(name => $"{Number} {name}")]);
        foreach (KernelParameter row in Kept) code.Line($"{Number} {Variable(row.Name)} = {Load(row)};");
        foreach (int slot in Kernel.OwnStates) code.Line($"{Number} {InitialState(slot)}");
        code.Paragraph();
        using (code.Braces(Kernel.TimeLoop))
        {
            if (Kernel is BackwardKernel { Restore: { } restore } backward) WriteRestore(code, backward, restore);
            WriteCall(code, _step);
        }

        if (_finish is not null)
        {
            code.Line();
            code.Line(BackwardKernel.FinishComment);
            using (code.Braces(FinishCondition)) WriteCall(code, _finish);
        }

        if (Kept.Any()) code.Line();
        foreach (KernelParameter row in Kept) code.Line(Store(row));
    }

    private string InitialState(int slot) =>
        $"{Variable(Kernel.Names.States[slot])} = {Load(Kernel.Find(Kernel.Names.InitialStates[slot])!)};";

    private void WriteRestore(CodeWriter code, BackwardKernel backward, LaneFunction restore)
    {
        string[] states = [.. backward.Restored.Select(slot => Variable(Kernel.Names.States[slot]))];
        foreach (int slot in backward.Restored) code.Line($"{Number} {InitialState(slot)}");
        code.Line("if (t > 0)");
        using (code.Indent()) WriteCall(code, restore, "t - 1", states);
    }

    /// <summary>A call whose results go where the kernel's results go.</summary>
    private void WriteCall(CodeWriter code, LaneFunction function)
    {
        RowSink[] sinks = [.. function.Graph.Results.Select(Kernel.Sink)];
        WriteCall(code, function, "t", [.. sinks.Select(Target)]);
        foreach (RowSink sink in sinks)
        {
            if (sink.Store == RowStore.Add) code.Line($"{Variable(sink.Name)} += {sink.Name}Addend;");
            else if (Kernel.Find(sink.Name) is { Shape: ParameterShape.Plane } plane) code.Line(StoreStep(plane));
        }
    }

    private void WriteCall(CodeWriter code, LaneFunction function, string time, string[] results)
    {
        string[] arguments = [.. function.Arguments.Select(argument => Value(function.Graph.Nodes[argument], argument, function, time))];
        if (results.Length == 1) code.Arguments($"{results[0]} = {function.Name}", arguments, ";");
        else code.Arguments(function.Name, [.. arguments, .. results.Select(result => "out " + result)], ";");
    }

    /// <summary>The variable that receives a result, with its declaration where it does not exist before.</summary>
    private string Target(RowSink sink) =>
        sink.Store == RowStore.Add ? $"{Number} {sink.Name}Addend"
        : Kernel.Find(sink.Name)?.Shape == ParameterShape.Plane ? $"{Number} {Variable(sink.Name)}"
        : Variable(sink.Name);

    /// <summary>Where an argument comes from.</summary>
    private string Value(Node node, int index, LaneFunction function, string time)
    {
        string value = node.IsLeaf ? Read(Kernel.ArrayOf(node), time)
            : function == _step ? Kernel.Hoisted[index]
            : throw new InvalidOperationException($"{function.Name} is given {node.Op}.");
        return node.Type == Ir.ValueType.Bit ? $"{value} == 1f" : value;
    }

    private string Read(string name, string time) => Kernel.Find(name) switch
    {
        { Shape: ParameterShape.Plane } plane => Load(plane, time),
        { Shape: ParameterShape.Scalar or ParameterShape.Row, IsWritten: false } row => Load(row),
        _ => Variable(name),
    };
}
