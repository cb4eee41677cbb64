using Sgl.Generators.Ir;

namespace Sgl.Generators.Lints;

/// <summary>Finds the states that an output depends on, now or at a later time step.</summary>
internal static class Influence
{
    public static bool[] OnOutputs(Graph step, int states)
    {
        var matters = new bool[states];
        bool grew;
        do
        {
            grew = false;
            foreach (int slot in StatesBehind(step, matters))
            {
                grew |= !matters[slot];
                matters[slot] = true;
            }
        }
        while (grew);

        return matters;
    }

    /// <summary>The states that the outputs and the next values of these states are computed from.</summary>
    private static IEnumerable<int> StatesBehind(Graph step, bool[] states)
    {
        var behind = new bool[step.Nodes.Count];
        foreach (Result result in step.Results)
            behind[result.Value] |= result.Kind == ResultKind.Output || states[result.Slot];
        for (int i = behind.Length - 1; i >= 0; i--)
        {
            if (!behind[i]) continue;
            foreach (int operand in step.Nodes[i].Operands) behind[operand] = true;
        }

        return Enumerable.Range(0, behind.Length)
            .Where(i => behind[i] && step.Nodes[i].Op == Op.State)
            .Select(i => step.Nodes[i].Slot)
            .ToArray();
    }
}
