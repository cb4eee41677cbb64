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
                "Runs neurons forward through time: every step as <c>Step</c> does.",
                model.HidesBase,
                kernels.Forward.SimdParameters,
                remarksOf: NameScope.Escape(model.Name));
            code.Line();
            KernelMethods.WritePublic(
                code,
                $"{implementation}.Backward",
                "Backward",
                "Runs neurons backward through time, with a surrogate for each spike's derivative.",
                model.HidesBase,
                kernels.Backward.GivenParameters,
                kernels.ScratchPerStep,
                remarksOf: NameScope.Escape(model.Name));
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
        Frame.MarkGenerated(code);
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
            Equations.OfAdjoint(compiled));
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
        Frame.MarkGenerated(code);
        code.Line($"static global::Sgl.NeuronInfo {contract}.Info {{ get; }} =");
        using (code.Indent())
        {
            code.Line("new(");
            using (code.Indent())
            {
                code.Line($"Name: \"{model.Name}\",");
                WriteList(code, "Inputs:", model.Inputs.Select(Quote));
                WriteList(code, "Outputs:", model.Step.ResultsOf(ResultKind.Output).Select(output =>
                    $"new({Quote(model.Outputs[output.Slot])}, IsSpike: {Bool(model.IsSpike(output.Slot))})"));
                WriteList(code, "States:", model.States.Select(Quote));
                WriteParameters(code, model);
                WriteList(code, "Tape:", kernels.Compiled.Saved.Select(Quote));
                code.Line($"ForwardBytes: {Literals.Int(kernels.Forward.Bytes)},");
                code.Line($"BackwardBytes: {Literals.Int(kernels.Backward.Bytes)})");
            }

            using (code.Braces(end: "};"))
            {
                WriteNeeds(code, kernels);
                code.Line($"ForwardOperations = {Literals.Int(kernels.ForwardOperations)},");
                code.Line($"BackwardOperations = {Literals.Int(kernels.BackwardOperations)},");
                WriteList(code, "Equations =", Equations.OfStep(kernels.Compiled).Select(Text));
                WriteList(code, "Adjoint =", Equations.OfAdjoint(kernels.Compiled).Select(Text));
                string[] epilogue = [.. Equations.OfEpilogue(kernels.Compiled).Select(Text)];
                if (epilogue.Length > 0) WriteList(code, "Epilogue =", epilogue);
            }
        }
    }

    private static void WriteParameters(CodeWriter code, NeuronModel model)
    {
        if (model.Parameters.All(parameter => !parameter.PerChannel && parameter.Bounds == ParameterBounds.None))
        {
            WriteList(code, "Parameters:", model.Parameters.Select(Constructed));
            return;
        }

        using (code.Brackets("Parameters:"))
            foreach (ParameterModel parameter in model.Parameters)
            {
                if (parameter is { PerChannel: false } && parameter.Bounds == ParameterBounds.None)
                {
                    code.Line(Constructed(parameter) + ",");
                    continue;
                }

                using (code.Braces(Constructed(parameter), "},"))
                {
                    if (parameter.PerChannel) code.Line("PerChannel = true,");
                    if (parameter.Bounds == ParameterBounds.None) continue;
                    code.Line($"Min = {Literals.Float(parameter.Bounds.Min)},");
                    code.Line($"Max = {Literals.Float(parameter.Bounds.Max)},");
                    code.Line($"Bound = global::Sgl.Bound.{(parameter.Bounds.IsLogistic ? "Logistic" : "Clamp")},");
                }
            }
    }

    private static string Constructed(ParameterModel parameter) =>
        $"new({Quote(parameter.Name)}, Learnable: {Bool(parameter.Learnable)}, PerNeuron: {Bool(parameter.PerNeuron)})";

    /// <summary>What backward needs besides a tape.</summary>
    private static void WriteNeeds(CodeWriter code, KernelSet kernels)
    {
        int hoisted = kernels.Backward.Names.HoistedGradients.Length;
        if (kernels.Backward.ReadsInputs) code.Line("BackwardReadsInputs = true,");
        if (kernels.ScratchPerStep > 0) code.Line($"ScratchPerStep = {Literals.Int(kernels.ScratchPerStep)},");
        if (hoisted > 0) code.Line($"HoistedGradients = {Literals.Int(hoisted)},");
    }

    private static void WriteRead(CodeWriter code, NeuronModel model, string contract, string what, string[] fields)
    {
        string argument = "neuron";
        if (model.HasObsoleteFields) code.Line("[global::System.Obsolete(\"It reads what is obsolete.\")]");
        Frame.MarkGenerated(code);
        string header = $"static void {contract}.Read{what}({model.QualifiedName} {argument}, "
            + "global::System.Span<float> values)";
        HiddenField[] hidden = [.. model.Hidden.Where(field => fields.Contains(field.Name))];
        using (code.Braces(header))
        {
            for (int i = 0; i < fields.Length; i++)
            {
                string name = NameScope.Escape(fields[i]);
                bool isHidden = hidden.Any(field => field.Name == fields[i]);
                code.Line($"values[{Literals.Int(i)}] = {(isHidden ? $"{name}({argument})" : $"{argument}.{name}")};");
            }

            foreach (HiddenField field in hidden) WriteAccessor(code, field, argument);
        }
    }

    /// <summary>Reaches a field that C# does not: it is not public, or its name means another member here.</summary>
    private static void WriteAccessor(CodeWriter code, HiddenField field, string argument)
    {
        const string Accessor = "global::System.Runtime.CompilerServices.UnsafeAccessor";
        code.Line();
        code.Line($"[{Accessor}(");
        code.Line($"    {Accessor}Kind.Field, Name = {Quote(field.Field)})]");
        code.Line($"static extern ref float {NameScope.Escape(field.Name)}({field.Type} {argument});");
    }

    private static void WriteList(CodeWriter code, string header, IEnumerable<string> items)
    {
        string[] all = [.. items];
        if (all.Sum(item => item.Length) < 80)
        {
            code.Line($"{header} [{string.Join(", ", all)}],");
            return;
        }

        using (code.Brackets(header))
            foreach (string item in all) code.Line(item + ",");
    }

    /// <summary>A text as a literal, or the sum of some where it is long.</summary>
    private static string Text(string text) => string.Join(" + ", LineBreaker.Parts(text, 80).Select(Quote));

    private static string Quote(string name) => $"\"{name}\"";

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
