using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sgl.Generators.Analysis;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Generators.Parsing;

namespace Sgl.Generators.Lints;

/// <summary>What compiles and is yet likely wrong: dead states and values, gradients that are cut, overflow.</summary>
internal sealed class ModelLints
{
    private const double LargestExponent = 88.72;

    private readonly NeuronModel _model;
    private readonly ParsedSource _source;
    private readonly Graph _step;
    private readonly Activity _activity;
    private readonly bool[] _used;
    private readonly bool _isDead;

    private ModelLints(NeuronModel model, ParsedSource source)
    {
        _model = model;
        _source = source;
        _step = model.Step;
        _activity = Activity.Of(_step, model.Parameters, model.States.Count);
        _used = new bool[_step.Nodes.Count];
        foreach (int operand in _step.Nodes.SelectMany(node => node.Operands)) _used[operand] = true;
        foreach (Result result in _step.Results) _used[result.Value] = true;
        _isDead = _step.Nodes.Any(node => node.Surrogate is { IsDead: true });
    }

    public static IEnumerable<Diagnostic> Of(NeuronModel model, ParsedSource source)
    {
        var lints = new ModelLints(model, source);
        return lints.States()
            .Concat(lints.UnusedValues())
            .Concat(lints.Surrogate())
            .Concat(lints.Gradients())
            .Concat(lints.Comparisons())
            .Concat(lints.Exponentials())
            .Concat(lints.Calls())
            .Concat(lints.Growth());
    }

    private IEnumerable<Diagnostic> States()
    {
        bool[] matters = Influence.OnOutputs(_step, _model.States.Count);
        foreach (Result next in _step.ResultsOf(ResultKind.NextState))
        {
            string name = _model.States[next.Slot];
            Location location = _source.States[next.Slot];
            if (!matters[next.Slot]) yield return Diagnostic.Create(Descriptors.StateNeverRead, location, name);
            else if (_step.Nodes[next.Value] is { Op: Op.State } leaf && leaf.Slot == next.Slot)
                yield return Diagnostic.Create(Descriptors.StateNeverUpdated, location, name);
        }
    }

    /// <summary>Values of a variable that nothing uses, in no iteration of a loop.</summary>
    private IEnumerable<Diagnostic> UnusedValues() =>
        Enumerable.Range(0, _step.Nodes.Count)
            .Where(i => _step.Nodes[i] is { Name: not null, IsLeaf: false } && IsInStep(i))
            .GroupBy(i => _source.Origins[i])
            .Where(places => places.All(i => !_used[i]))
            .Select(places => Diagnostic.Create(
                Descriptors.UnusedValue, places.Key, _step.Nodes[places.First()].Name));

    private IEnumerable<Diagnostic> Surrogate()
    {
        if (_source.HasSurrogate && _step.Nodes.All(node => node.Op != Op.Spike))
            yield return Diagnostic.Create(Descriptors.NoSpike, _source.Class, _model.Name);
    }

    /// <summary>A model with a spike of no surrogate is meant to have no gradient.</summary>
    private IEnumerable<Diagnostic> Gradients()
    {
        if (_isDead) yield break;
        int[] inputs = [.. Enumerable.Range(0, _step.Nodes.Count).Where(i => _step.Nodes[i].Op == Op.Input && _used[i])];
        if (inputs.Length > 0 && !inputs.Any(_activity.IsActive))
            yield return Diagnostic.Create(Descriptors.GradientCut, _source.Class, _model.Name);
        for (int slot = 0; slot < _model.Parameters.Count; slot++)
        {
            int leaf = _step.Leaf(Op.Parameter, slot);
            if (_model.Parameters[slot].Learnable && (leaf < 0 || !_activity.IsActive(leaf)))
            {
                yield return Diagnostic.Create(
                    Descriptors.CannotLearn, _source.Parameters[slot], _model.Parameters[slot].Name);
            }
        }
    }

    /// <summary>A choice between two numbers by a comparison of values that have a gradient, which ends there.</summary>
    private IEnumerable<Diagnostic> Comparisons()
    {
        for (int i = 0; i < _step.Nodes.Count; i++)
        {
            Node node = _step.Nodes[i];
            if (node.Op != Op.Select || !_used[i] || !IsNumber(node.Operands[1]) || !IsNumber(node.Operands[2])) continue;
            Node condition = _step.Nodes[node.Operands[0]];
            bool isOfValues = condition.Op is Op.Less or Op.LessOrEqual or Op.Greater or Op.GreaterOrEqual
                && condition.Operands.Any(_activity.Varies)
                && condition.Operands.All(operand => _step.Nodes[operand].Op is not (Op.ToFloat or Op.ToSign));
            Location? location = IsConditional(Origin(i)) ? Origin(i) : Origin(node.Operands[0]);
            if (isOfValues && location is not null)
                yield return Diagnostic.Create(Descriptors.ComparisonAsNumber, location);
        }
    }

    private IEnumerable<Diagnostic> Exponentials()
    {
        var guards = new Guards(_step, GraphBounds.Leaves(_model.Parameters, double.PositiveInfinity));
        Rate[] rates = Rates.Of(_step, _model.Parameters);
        for (int i = 0; i < _step.Nodes.Count; i++)
        {
            Node node = _step.Nodes[i];
            if (node.Op == Op.Exp && rates[i] == Rate.PerStep && guards.WhereUsed(i, node.Operands[0]).High > LargestExponent
                && Origin(i) is { } location)
            {
                yield return Diagnostic.Create(Descriptors.ExpOverflow, location);
            }
        }
    }

    private IEnumerable<Diagnostic> Calls()
    {
        foreach ((Function function, IMethodSymbol method, Location location) in _source.Calls)
        {
            if (function.IsFlat) yield return Diagnostic.Create(Descriptors.ZeroDerivative, location, function.Name);
            if (function.Body is not null && method.ContainingType.Name == "MathF")
                yield return Diagnostic.Create(Descriptors.OtherBits, location, function.Name);
        }
    }

    private IEnumerable<Diagnostic> Growth() => Lints.Growth.Of(_step, _model.Parameters).Select(found => Diagnostic.Create(
        Descriptors.UnboundedFactor,
        _source.Parameters[found.Parameter],
        _model.Parameters[found.Parameter].Name,
        found.IsDivisor ? "divides" : "multiplies",
        _model.States[found.State]));

    /// <summary>Whether a select is a ?: itself; that of an if is first met where its variable is read.</summary>
    private static bool IsConditional(Location? origin) =>
        origin?.SourceTree?.GetRoot().FindNode(origin.SourceSpan, getInnermostNodeForTie: true)
            is ConditionalExpressionSyntax;

    private bool IsNumber(int node) => _step.Nodes[node].Op == Op.Constant;

    private Location? Origin(int node) => _source.Origins.TryGetValue(node, out Location? location) ? location : null;

    private bool IsInStep(int node) =>
        Origin(node) is { } origin && origin.SourceTree == _source.Step.SourceTree
        && _source.Step.SourceSpan.Contains(origin.SourceSpan);
}
