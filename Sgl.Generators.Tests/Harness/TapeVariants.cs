using System.Text.RegularExpressions;

namespace Sgl.Tests.Harness;

/// <summary>The models of the tests and of Sgl.Runtime, each with another tape than the compiler would choose.</summary>
internal static partial class TapeVariants
{
    private static readonly Dictionary<Tape, Lazy<Func<string, TestModel>>> Compiled =
        new[] { Tape.Save, Tape.Recompute }.ToDictionary(
            tape => tape, tape => new Lazy<Func<string, TestModel>>(() => Compile(tape)));

    /// <summary>A model with a tape.</summary>
    /// <param name="file">As for <see cref="TestModel.Of"/>.</param>
    /// <param name="name">As for <see cref="TestModel.Of"/>.</param>
    /// <param name="tape">Save or Recompute.</param>
    public static TestModel Of(string file, string name, Tape tape) =>
        Compiled[tape].Value($"Variants.{(file == TestModel.Library ? name : $"Sgl.Tests.Models.{name}")}");

    private static Func<string, TestModel> Compile(Tape tape) => TestModel.Loader(
    BuildProperties.None,
    [
        .. Sources.Models().Concat(Sources.Library().Select(Opened)).Select(source => Names().Replace(
            Attribute().Replace(OwnTape().Replace(source, ""), $"$1[Surrogate($2, Tape = Tape.{tape})]"), "$1Variants.Sgl")),
    ]);

    // A model that derives from one of another assembly reads what is private there; of this one it must be protected.
    private static string Opened(string source) => source.Replace(" private float ", " protected float ", StringComparison.Ordinal);

    [GeneratedRegex(@", Tape = Tape\.\w+")]
    private static partial Regex OwnTape();

    [GeneratedRegex(@"^( *)\[Surrogate\((.*)\)\]", RegexOptions.Multiline)]
    private static partial Regex Attribute();

    /// <summary>The names of namespaces, which are those of this build's models, except for that of SpikeMath.</summary>
    [GeneratedRegex(@"^(namespace |using static )Sgl(?!\.SpikeMath)", RegexOptions.Multiline)]
    private static partial Regex Names();
}
