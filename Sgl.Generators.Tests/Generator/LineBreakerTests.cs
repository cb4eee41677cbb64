using Sgl.Generators.Emission;
using Xunit;

namespace Sgl.Tests.Generator;

/// <summary>Where the lines of generated files break.</summary>
public class LineBreakerTests
{
    private static readonly string Long = new('x', 60);

    [Fact]
    public void Arguments_take_a_line_of_their_own_or_one_each()
    {
        Breaks($"float a = F({Long}, {Long});", "float a = F(", $"    {Long},", $"    {Long});");
        Breaks($"static void {Long}(Type {Long[..50]}, int b)", $"static void {Long}(", $"    Type {Long[..50]}, int b)");
        Breaks($"{Long}<A, B>.{Long[..50]}(a < b, c > d);", $"{Long}<A, B>.{Long[..50]}(", "    a < b, c > d);");
        Breaks($"{Long}(F(1, 2), {Long[..50]}).G;", $"{Long}(", $"    F(1, 2), {Long[..50]}).G;");
    }

    [Fact]
    public void The_loosest_operators_begin_lines() => Breaks(
        $"float a = {Long} * b + c - F({Long} * d, e);",
        $"float a = {Long} * b + c",
        $"    - F({Long} * d, e);");

    [Fact]
    public void A_list_goes_on_where_it_began() =>
        Breaks($"ref F({Long}, a), b, ref G({Long[..50]}, c),", $"ref F({Long}, a), b,", $"ref G({Long[..50]}, c),");

    [Fact]
    public void What_cannot_be_broken_after_an_assignment_goes_below_it() =>
        Breaks($"{Long} {Long[..10]} = {Long};", $"{Long} {Long[..10]} =", $"    {Long};");

    [Fact]
    public void A_string_is_left_whole() =>
        Breaks($"F(\"{Long} + ({Long}\");", "F(", $"    \"{Long} + ({Long}\");");

    [Fact]
    public void Comments_break_between_words_but_not_in_tags()
    {
        Breaks($"/// <param name=\"a\">{Long} {Long}</param>", $"/// <param name=\"a\">{Long}", $"/// {Long}</param>");
        Breaks($"/// <summary>{Long} {Long[..40]} <see cref=\"a\"/>.</summary>", $"/// <summary>{Long} {Long[..40]}", "/// <see cref=\"a\"/>.</summary>");
        Breaks($"// a = {Long} + {Long}", $"// a = {Long} +", $"//     {Long}");
        Breaks($"/// a = {Long} · {Long}", $"/// a = {Long}", $"///     · {Long}");
    }

    [Fact]
    public void What_is_short_and_what_nobody_may_break_stays()
    {
        Breaks("a = b + c;", "a = b + c;");
        Breaks($"#pragma warning disable {Long} // {Long}", $"#pragma warning disable {Long} // {Long}");
        Breaks(Long + Long + Long, Long + Long + Long);
    }

    [Fact]
    public void Parts_are_the_text()
    {
        string[] parts = [.. LineBreaker.Parts($"{Long} a b {Long} {Long}{Long} c", 66)];
        Assert.Equal([$"{Long} a b ", $"{Long} ", $"{Long}{Long} c"], parts);
    }

    private static void Breaks(string text, params string[] lines) => Assert.Equal(lines, LineBreaker.Break(text, indent: 0));
}
