using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>Writes the graphs of a model as a comment, for people who want to see what became of their step.</summary>
internal static class IrDump
{
    public static void Write(CodeWriter code, CompiledModel compiled)
    {
        WriteGraph(code, "Step: one time step as parsed and simplified", compiled.Step);
        WriteGraph(code, "Adjoint: the step, followed by its reverse mode", compiled.Adjoint);
        WriteGraph(code, "Forward: outputs, next states and tape", compiled.Forward);
        WriteGraph(code, "Restore: states before a step, from the tape of the step before", compiled.Restore);
        WriteGraph(code, "Backward: gradients of one time step, from its tape", compiled.Backward);
        WriteGraph(code, "Epilogue: after all time steps, through what was hoisted", compiled.Epilogue);
    }

    private static void WriteGraph(CodeWriter code, string title, Graph graph)
    {
        code.Line();
        code.Line($"// {title}");
        string[] lines = Printer.Print(graph).Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines.DefaultIfEmpty("(empty)")) code.Line($"//   {line}");
    }
}
