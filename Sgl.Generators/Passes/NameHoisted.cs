using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>
/// Gives a name to every value that is computed outside the time loop and used within it, so that forward, backward
/// and the gradients call it the same.
/// </summary>
internal static class NameHoisted
{
    public static Graph Run(Graph step, IReadOnlyList<ParameterModel> parameters)
    {
        Rate[] rates = Rates.Of(step, parameters);
        var used = new HashSet<int>(step.Results.Select(result => result.Value));
        for (int i = 0; i < rates.Length; i++)
            if (rates[i] == Rate.PerStep)
                used.UnionWith(step.Nodes[i].Operands);

        var taken = new HashSet<string>(step.Nodes.Select(node => node.Name).OfType<string>());
        int count = 0;
        return step with
        {
            Nodes = step.Nodes.Select((node, i) =>
                node is { Name: null, IsLeaf: false } && rates[i] != Rate.PerStep && used.Contains(i)
                    ? node with { Name = FreeName() }
                    : node).ToEquatableArray(),
        };

        string FreeName()
        {
            string name;
            do name = $"hoisted{++count}";
            while (!taken.Add(name));
            return name;
        }
    }
}
