using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>
/// Writes the part of the user's class: its equations as remarks, public kernels on spans, and the runtime's
/// interface. It stands in the user's namespace, so every name is written in full.
/// </summary>
internal static class ModelMembers
{
    /// <param name="code">Where to write.</param>
    /// <param name="kernels">The kernels that it calls.</param>
    /// <param name="implementation">The full name of the class that has them.</param>
    public static void Write(CodeWriter code, KernelSet kernels, string implementation)
    {
        NeuronModel model = kernels.Compiled.Model;
        Frame.WriteIn(code, model, model.Types.Count - 1, () => WriteClass(code, kernels, implementation));
    }

    private static void WriteClass(CodeWriter code, KernelSet kernels, string implementation)
    {
        NeuronModel model = kernels.Compiled.Model;
        WriteRemarks(code, kernels.Compiled);
        string contract = $"global::Sgl.INeuron<{model.QualifiedName}>";
        using (code.Braces($"{model.Types[model.Types.Count - 1]} : {contract}"))
        {
            WriteActivation(code, model);
            KernelMethods.WritePublic(
                code,
                $"{implementation}.Forward",
                "Forward",
                $"Runs neurons forward through time: every step as <c>Step</c> does.",
                model.HidesBase,
                kernels.Forward.SimdParameters);
            code.Line();
            KernelMethods.WritePublic(
                code,
                $"{implementation}.Backward",
                "Backward",
                "Runs neurons backward through time, with the surrogate in place of each spike's derivative.",
                model.HidesBase,
                kernels.Backward.GivenParameters,
                kernels.ScratchPerStep);
            code.Line();
            WriteInfo(code, kernels, contract);
            code.Line();
            WriteRead(code, model, contract, "Parameters", [.. model.Parameters.Select(parameter => parameter.Name)]);
            code.Line();
            WriteRead(code, model, contract, "States", [.. model.States]);
            code.Line();
            KernelMethods.WriteAdapter(code, $"{implementation}.Forward", contract, "Forward", kernels.Forward.SimdParameters);
            code.Line();
            KernelMethods.WriteAdapter(
                code, $"{implementation}.Backward", contract, "Backward", kernels.Backward.GivenParameters);
        }
    }

    /// <summary>The step of a class that has none of its own.</summary>
    private static void WriteActivation(CodeWriter code, NeuronModel model)
    {
        if (model.Activation is not { } function) return;
        code.Line($"/// <summary>The activation: <c>{function}</c> of its input.</summary>");
        code.Line("/// <param name=\"input\">The value to binarize.</param>");
        code.Line($"public float Step(float input) => global::Sgl.SpikeMath.{function}(input);");
        code.Line();
    }

    private static void WriteRemarks(CodeWriter code, CompiledModel compiled)
    {
        code.Line("/// <remarks>");
        WriteEquations(
            code,
            "Each time step; H is the Heaviside step and ′ marks a state after the step:",
            Equations.OfStep(compiled));
        WriteEquations(
            code,
            "Its adjoint, from the last step to the first; dy is dL/dy and Σ sums over time:",
            Equations.Surrogates(compiled).Concat(Equations.OfAdjoint(compiled)));
        string[] epilogue = [.. Equations.OfEpilogue(compiled)];
        if (epilogue.Length > 0)
            WriteEquations(code, "Then once, through what does not change over time:", epilogue);
        code.Line("/// </remarks>");
    }

    private static void WriteEquations(CodeWriter code, string title, IEnumerable<string> equations)
    {
        code.Line($"/// <para>{title}</para>");
        code.Line("/// <code>");
        foreach (string equation in equations) code.Line("/// " + Escape(equation));
        code.Line("/// </code>");
    }

    private static void WriteInfo(CodeWriter code, KernelSet kernels, string contract)
    {
        NeuronModel model = kernels.Compiled.Model;
        code.Line($"static global::Sgl.NeuronInfo {contract}.Info {{ get; }} = new(");
        using (code.Indent())
        {
            code.Line($"Name: \"{model.Name}\",");
            WriteList(code, "Inputs", model.Inputs.Select(Quote));
            WriteList(code, "Outputs", model.Step.ResultsOf(ResultKind.Output).Select(output =>
                $"new({Quote(model.Outputs[output.Slot])}, IsSpike: {Bool(model.IsSpike(output.Slot))})"));
            WriteList(code, "States", model.States.Select(Quote));
            WriteList(code, "Parameters", model.Parameters.Select(parameter =>
                $"new({Quote(parameter.Name)}, Learnable: {Bool(parameter.Learnable)}, "
                + $"PerNeuron: {Bool(parameter.PerNeuron)}){Bounds(parameter.Bounds)}"));
            WriteList(code, "Tape", kernels.Compiled.Saved.Select(Quote));
            code.Line($"ForwardBytes: {Literals.Int(kernels.Forward.Bytes)},");
            code.Line($"BackwardBytes: {Literals.Int(kernels.Backward.Bytes)}){Needs(kernels)};");
        }
    }

    /// <summary>What backward needs besides a tape.</summary>
    private static string Needs(KernelSet kernels)
    {
        var needs = new List<string>();
        if (kernels.Backward.ReadsInputs) needs.Add("BackwardReadsInputs = true");
        if (kernels.ScratchPerStep > 0) needs.Add($"ScratchPerStep = {Literals.Int(kernels.ScratchPerStep)}");
        if (kernels.Backward.Names.HoistedGradients.Length > 0)
            needs.Add($"HoistedGradients = {Literals.Int(kernels.Backward.Names.HoistedGradients.Length)}");
        return needs.Count == 0 ? "" : $" {{ {string.Join(", ", needs)} }}";
    }

    private static string Bounds(ParameterBounds bounds) => bounds == ParameterBounds.None
        ? ""
        : $" {{ Min = {Literals.Float(bounds.Min)}, Max = {Literals.Float(bounds.Max)}, "
        + $"Bound = global::Sgl.Bound.{(bounds.IsLogistic ? "Logistic" : "Clamp")} }}";

    private static void WriteRead(CodeWriter code, NeuronModel model, string contract, string what, string[] fields)
    {
        string argument = "neuron";
        string header = $"static void {contract}.Read{what}({model.QualifiedName} {argument}, "
            + "global::System.Span<float> values)";
        using (code.Braces(header))
            for (int i = 0; i < fields.Length; i++)
                code.Line($"values[{Literals.Int(i)}] = {argument}.{NameScope.Escape(fields[i])};");
    }

    private static void WriteList(CodeWriter code, string name, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Sum(item => item.Length) < 80)
        {
            code.Line($"{name}: [{string.Join(", ", all)}],");
            return;
        }

        code.Line($"{name}:");
        code.Line("[");
        using (code.Indent())
            foreach (string item in all) code.Line(item + ",");
        code.Line("],");
    }

    private static string Quote(string name) => $"\"{name}\"";

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
