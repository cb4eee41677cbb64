using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using Sgl.Generators.Emission;

namespace Sgl.Tests.Harness;

/// <summary>
/// The public <c>Forward</c> and <c>Backward</c> on whole spans, of a model or of a class nested in it, for tests that
/// know the model only at run time.
/// </summary>
internal sealed partial class SpanKernels
{
    private static readonly Lazy<Assembly> LibraryWithAllTargets = new(() => InMemory.Load(BuildProperties.AllTargets, [.. Sources.Library()]));

    private readonly Run _forward;
    private readonly Run _backward;
    private readonly TestModel _model;

    private SpanKernels(TestModel model, Type type)
    {
        _model = model;
        var kernels = new KernelSet(model.Compiled);
        _forward = Bind(type.GetMethod("Forward")!, kernels.Forward.Parameters);
        _backward = Bind(type.GetMethod("Backward")!, kernels.Backward.GivenParameters);
    }

    /// <summary>Runs a method on arrays that are named as the tile names them, such as <c>Inputs</c>.</summary>
    private delegate void Run(int steps, int neurons, Dictionary<string, float[][]> arrays);

    public static SpanKernels OfModel(TestModel model) => new(model, model.Type);

    /// <summary>The kernels of another target; Sgl.Runtime itself is built without them.</summary>
    public static SpanKernels OfTarget(TestModel model, string target)
    {
        Type type = model.Type.Assembly == typeof(Network).Assembly
            ? LibraryWithAllTargets.Value.GetType(model.Type.FullName!, throwOnError: true)!
            : model.Type;
        return new SpanKernels(model, type.GetNestedType(target, BindingFlags.Public | BindingFlags.DeclaredOnly)!);
    }

    /// <summary>Everything that forward and then backward write.</summary>
    public Dictionary<string, float[][]> ForwardAndBackward(Trial trial)
    {
        Dictionary<string, float[][]> arrays = Forward(trial, withTape: true);
        arrays["InitialStates"] = trial.InitialStates;
        arrays["OutputGradients"] = trial.OutputGradients;
        arrays["StateGradients"] = [.. trial.FinalStateGradients.Select(gradient => (float[])gradient.Clone())];
        arrays["InputGradients"] = New(_model.Model.Inputs.Count, trial.Steps * trial.Neurons);
        arrays["ParameterGradients"] = [.. trial.Parameters.Select(values => values.Select(_ => 0.25f).ToArray())];
        _backward(trial.Steps, trial.Neurons, arrays);
        return arrays;
    }

    public Dictionary<string, float[][]> Forward(Trial trial, bool withTape)
    {
        var arrays = new Dictionary<string, float[][]>
        {
            ["Inputs"] = trial.Inputs,
            ["Parameters"] = trial.Parameters,
            ["States"] = [.. trial.InitialStates.Select(state => (float[])state.Clone())],
            ["Outputs"] = New(_model.Model.Outputs.Count, trial.Steps * trial.Neurons),
            ["Tape"] = New(_model.Compiled.Saved.Count, withTape ? trial.Steps * trial.Neurons : 0),
        };
        _forward(trial.Steps, trial.Neurons, arrays);
        return arrays;
    }

    private static Run Bind(MethodInfo method, IReadOnlyList<KernelParameter> parameters)
    {
        ParameterExpression steps = Expression.Parameter(typeof(int)), neurons = Expression.Parameter(typeof(int));
        ParameterExpression arrays = Expression.Parameter(typeof(Dictionary<string, float[][]>));
        Type[] wanted = [.. method.GetParameters().Skip(2).Select(parameter => parameter.ParameterType)];
        IEnumerable<Expression> arguments = parameters.Where(p => p.IsPublic).Select((parameter, k) =>
        {
            Match source = TileMember().Match(parameter.Tile);
            Expression all = Expression.Property(arrays, "Item", Expression.Constant(source.Groups["member"].Value));
            Expression slot = Expression.Constant(int.Parse(source.Groups["slot"].Value));
            Expression array = Expression.ArrayIndex(all, slot);
            Type type = wanted[k];
            return type == typeof(float) || type.IsByRef
                ? Expression.ArrayAccess(array, Expression.Constant(0))
                : (Expression)Expression.Convert(array, type);
        });
        return Expression.Lambda<Run>(
            Expression.Call(method, [steps, neurons, .. arguments]), steps, neurons, arrays).Compile();
    }

    private static float[][] New(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Repeat(float.NaN, length).ToArray())];

    [GeneratedRegex(@"^tile\.(?<member>\w+?)(OrNone)?[\[(](?<slot>\d+)")]
    private static partial Regex TileMember();
}
