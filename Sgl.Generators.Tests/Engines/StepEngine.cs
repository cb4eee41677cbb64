using System.Reflection;
using System.Runtime.CompilerServices;
using Sgl.Generators.Ir;
using Sgl.Tests.Harness;

namespace Sgl.Tests.Engines;

/// <summary>The meaning of a model: its own <c>Step</c>, one object per neuron.</summary>
internal static class StepEngine
{
    public static ForwardRun Forward(TestModel model, Trial trial)
    {
        MethodInfo step = Find(model.Type, type => type.GetMethod("Step", Members))!;
        FieldInfo[] states = [.. model.Model.States.Select(name => Field(model, name))];
        FieldInfo[] parameters = [.. model.Model.Parameters.Select(parameter => Field(model, parameter.Name))];
        float[][] outputs = New(model.Model.Outputs.Count, trial.Steps * trial.Neurons);
        float[][] finalStates = New(states.Length, trial.Neurons);
        for (int n = 0; n < trial.Neurons; n++)
        {
            object neuron = Activator.CreateInstance(model.Type)!;
            for (int k = 0; k < states.Length; k++) states[k].SetValue(neuron, trial.InitialStates[k][n]);
            for (int k = 0; k < parameters.Length; k++)
                parameters[k].SetValue(neuron, trial.Parameter(k, n));
            for (int t = 0; t < trial.Steps; t++)
            {
                object[] inputs = [.. trial.Inputs.Select(input => (object)input[t * trial.Neurons + n])];
                object result = step.Invoke(neuron, inputs)!;
                for (int k = 0; k < outputs.Length; k++)
                    outputs[k][t * trial.Neurons + n] = (float)(result is ITuple tuple ? tuple[k]! : result);
            }

            for (int k = 0; k < states.Length; k++) finalStates[k][n] = (float)states[k].GetValue(neuron)!;
        }

        return new ForwardRun(outputs, finalStates);
    }

    private const BindingFlags Members =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The field of a state or parameter, also where a derived class hides its name.</summary>
    public static FieldInfo Field(TestModel model, string name)
    {
        HiddenField? hidden = model.Model.Hidden.FirstOrDefault(field => field.Name == name);
        return Find(model.Type, type =>
            hidden is null ? type.GetField(name, Members)
            : hidden.Type.Split('<')[0] == $"global::{type.FullName!.Split('`')[0].Replace('+', '.')}" ? type.GetField(hidden.Field, Members)
            : null)!;
    }

    private static T? Find<T>(Type? type, Func<Type, T?> find)
        where T : class => type is null ? null : find(type) ?? Find(type.BaseType, find);

    private static float[][] New(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new float[length])];
}
