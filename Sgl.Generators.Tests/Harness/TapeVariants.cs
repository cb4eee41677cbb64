using System.Text.RegularExpressions;

namespace Sgl.Tests.Harness;

/// <summary>The models of the tests and of Sgl.Runtime, each with another tape than the compiler would choose.</summary>
internal static partial class TapeVariants
{
    private static readonly Dictionary<Tape, Lazy<Func<string, TestModel>>> Compiled =
        new[] { Tape.Save, Tape.Recompute }.ToDictionary(tape => tape, tape => new Lazy<Func<string, TestModel>>(() => Compile(tape)));

    /// <summary>A model with a tape.</summary>
    /// <param name="file">As for <see cref="TestModel.Of"/>.</param>
    /// <param name="name">As for <see cref="TestModel.Of"/>.</param>
    /// <param name="tape">Save or Recompute.</param>
    public static TestModel Of(string file, string name, Tape tape) =>
        Compiled[tape].Value($"Variants.{(file == TestModel.Library ? name : $"Sgl.Tests.Models.{name}")}");

    /// <summary>A text with the tape named in every attribute.</summary>
    public static string With(Tape tape, string source) => Attribute().Replace(source, $"$1[Surrogate($2, Tape = Tape.{tape})]");

    private static Func<string, TestModel> Compile(Tape tape) => TestModel.Loader(
    [
        .. Sources.Models().Concat(Sources.Library()).Select(source => With(tape, source)
            .Replace("namespace Sgl", "namespace Variants.Sgl", StringComparison.Ordinal)),
    ]);

    [GeneratedRegex(@"^( *)\[Surrogate\((.*)\)\]", RegexOptions.Multiline)]
    private static partial Regex Attribute();
}
