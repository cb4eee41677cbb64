using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>What encloses generated code: the user's namespace and types, and the class of the kernels.</summary>
internal static class Frame
{
    /// <summary>What kernels over vectors are written with, besides System.</summary>
    public static readonly string[] VectorUsings =
        ["System.Numerics", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics"];

    // For tools that measure coverage or count warnings. A user's class is marked member by member: its Step is the user's.
    private static readonly string Mark =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"Sgl\", \"{typeof(Frame).Assembly.GetName().Version.ToString(3)}\")]";

    /// <summary>Marks the class or the member that follows as generated.</summary>
    public static void MarkGenerated(CodeWriter code) => code.Line(Mark);

    /// <summary>Lets the file compare a number with itself, which the compiler takes for a mistake.</summary>
    public static void AllowTestsForNaN(CodeWriter code) =>
        code.Line("#pragma warning disable CS1718 // a number compared with itself is tested for NaN");

    /// <summary>Writes within the namespace of a model and the outermost of its types.</summary>
    /// <param name="code">Where to write.</param>
    /// <param name="model">The model.</param>
    /// <param name="types">How many of <see cref="NeuronModel.Types"/> to open.</param>
    /// <param name="write">Writes what is within.</param>
    public static void WriteIn(CodeWriter code, NeuronModel model, int types, Action write)
    {
        var blocks = new Stack<CodeWriter.Block>();
        if (model.Namespace.Length > 0) blocks.Push(code.Braces($"namespace {model.Namespace}"));
        foreach (string type in model.Types.Take(types)) blocks.Push(code.Braces(type));
        write();
        while (blocks.Count > 0) blocks.Pop().Dispose();
    }

    /// <summary>Writes the class that holds kernels, in the namespace where a using is safe.</summary>
    /// <param name="code">Where to write.</param>
    /// <param name="name">What the class is called.</param>
    /// <param name="summary">What it is.</param>
    /// <param name="usings">The namespaces that the kernels are written with, besides System.</param>
    /// <param name="write">Writes what is within.</param>
    public static void WriteKernels(CodeWriter code, string name, string summary, string[] usings, Action write)
    {
        // Kernels have numbers only: looking for null in them took a quarter of the time in which they compile.
        code.Line("#nullable disable");
        using (code.Braces("namespace Sgl.Generated"))
        {
            code.Line("using System;");
            foreach (string library in usings) code.Line($"using {library};");
            code.Line();
            code.Line($"/// <summary>{summary}</summary>");
            MarkGenerated(code);
            using (code.Braces($"file static class {name}")) write();
        }
    }
}
