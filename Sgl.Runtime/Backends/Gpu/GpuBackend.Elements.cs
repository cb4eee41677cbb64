namespace Sgl;

/// <content>Element by element.</content>
internal sealed partial class GpuBackend
{
    internal override void MapCore(ElementFunction function, Term x, Term y, View<float> into) =>
        math.Elements.Map(function, Of(x), Of(y), into.AsArray());

    internal override void AddScaledCore(View<float> x, float factor, View<float> into) =>
        math.Elements.AddScaled(x.AsArray(), factor, into.AsArray());

    private static DeviceTerm Of(Term term) => term.IsNumber ? new(default, term.Number) : new(term.View.AsArray(), 0f);
}
