using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>
/// Writes a kernel neuron by neuron: all time steps of one, then the next, with all that stays from step to step in
/// local variables. Its mathematics are pure functions of one neuron's numbers.
/// </summary>
internal sealed class ScalarKernel
{
    private readonly TileKernel _kernel;
    private readonly LaneFunction? _restore;
    private readonly LaneFunction? _finish;
    private readonly LaneFunction _step;
    private readonly LaneFunction? _hoist;

    public ScalarKernel(TileKernel kernel)
    {
        _kernel = kernel;
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

    private IEnumerable<LaneFunction> Functions =>
        new[] { _step, _hoist, _restore, _finish }.OfType<LaneFunction>();

    /// <summary>The rows that a neuron keeps in a variable from step to step.</summary>
    private IEnumerable<KernelParameter> Kept =>
        _kernel.Parameters.Where(
            parameter => parameter is { Shape: ParameterShape.Row or ParameterShape.Sum, IsWritten: true });

    public void Write(CodeWriter code)
    {
        code.Line($"/// <summary>Neurons {_kernel.Direction} through time, one after the other.</summary>");
        _kernel.WriteSignature(code);
        using (code.Braces())
        using (code.Braces("for (int at = 0; at < width; at++)"))
            WriteNeuron(code);
        foreach (LaneFunction function in Functions)
        {
            code.Line();
            function.Write(code, _kernel.Comments, new ScalarExpressions(function.Graph));
        }
    }

    private void WriteNeuron(CodeWriter code)
    {
        if (_hoist is not null)
            WriteCall(code, _hoist, "0", [.. _kernel.Hoisted.Values.Select(name => "float " + name)]);
        foreach (KernelParameter row in Kept) code.Line($"float {row.Name}Value = {row.Name}[at];");
        foreach (int slot in _kernel.OwnStates)
            code.Line($"float {_kernel.Names.States[slot]}Value = {_kernel.Names.InitialStates[slot]}[at];");
        using (code.Braces(_kernel.TimeLoop))
        {
            if (_kernel is BackwardKernel { Restore: { } restore } backward) WriteRestore(code, backward, restore);
            WriteCall(code, _step);
        }

        if (_finish is not null)
        {
            code.Line();
            code.Line(BackwardKernel.FinishComment);
            using (code.Braces(BackwardKernel.FinishCondition)) WriteCall(code, _finish);
        }

        if (Kept.Any()) code.Line();
        foreach (KernelParameter row in Kept) code.Line($"{row.Name}[at] = {row.Name}Value;");
    }

    private void WriteRestore(CodeWriter code, BackwardKernel backward, LaneFunction restore)
    {
        string[] states = [.. backward.Restored.Select(slot => _kernel.Names.States[slot] + "Value")];
        foreach (int slot in backward.Restored)
            code.Line($"float {_kernel.Names.States[slot]}Value = {_kernel.Names.InitialStates[slot]}[at];");
        code.Line("if (t > 0)");
        using (code.Indent()) WriteCall(code, restore, "(t - 1)", states);
    }

    /// <summary>A call whose results go where the kernel's results go.</summary>
    private void WriteCall(CodeWriter code, LaneFunction function)
    {
        RowSink[] sinks = [.. function.Graph.Results.Select(_kernel.Sink)];
        WriteCall(code, function, "t", [.. sinks.Select(Variable)]);
        foreach (RowSink sink in sinks)
        {
            if (sink.Store == RowStore.Add) code.Line($"{sink.Name}Value += {sink.Name}Addend;");
            else if (_kernel.Find(sink.Name) is { Shape: ParameterShape.Plane } plane)
                code.Line($"{(plane.IsOptional ? $"if (!{plane.Name}.IsEmpty) " : "")}{At(plane.Name, "t")} = {plane.Name}Value;");
        }
    }

    private void WriteCall(CodeWriter code, LaneFunction function, string time, string[] results)
    {
        string[] arguments = [.. function.Arguments.Select(argument => Value(function.Graph.Nodes[argument], argument, function, time))];
        if (results.Length == 1) code.Arguments($"{results[0]} = {function.Name}", arguments, ";");
        else code.Arguments(function.Name, [.. arguments, .. results.Select(result => "out " + result)], ";");
    }

    /// <summary>The variable that receives a result, with its declaration where it does not exist before.</summary>
    private string Variable(RowSink sink) =>
        sink.Store == RowStore.Add ? $"float {sink.Name}Addend"
        : _kernel.Find(sink.Name)?.Shape == ParameterShape.Plane ? $"float {sink.Name}Value"
        : $"{sink.Name}Value";

    /// <summary>Where an argument comes from.</summary>
    private string Value(Node node, int index, LaneFunction function, string time)
    {
        string value = node.IsLeaf ? Read(_kernel.ArrayOf(node), time)
            : function == _step ? _kernel.Hoisted[index]
            : throw new InvalidOperationException($"{function.Name} is given {node.Op}.");
        return node.Type == Ir.ValueType.Bit ? $"{value} == 1f" : value;
    }

    private string Read(string name, string time) => _kernel.Find(name) switch
    {
        { Shape: ParameterShape.Scalar } => name,
        { Shape: ParameterShape.Row, IsWritten: false } => $"{name}[at]",
        { Shape: ParameterShape.Plane, IsOptional: true } => $"{name}.IsEmpty ? 0f : {At(name, time)}",
        { Shape: ParameterShape.Plane } => At(name, time),
        _ => name + "Value",
    };

    private static string At(string plane, string time) => $"{plane}[{time} * {plane}Stride + at]";
}
