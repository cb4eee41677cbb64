using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sgl.Tests.Documentation;

/// <summary>
/// The C# of a page as one program, in the order of the page. Types are in namespaces within each other, so that a
/// block knows those before it and may show one of them again, changed. Statements go on from one block to the next,
/// until one declares a variable that there is already.
/// </summary>
internal static class PageProgram
{
    /// <summary>The program, with the lines of the page.</summary>
    public static string Of(string name, string page)
    {
        var (usings, body) = (new StringBuilder(), new StringBuilder());
        var story = new Story(name);
        int blocks = 0;
        foreach (CodeBlock block in CodeBlock.Of(page).Where(block => !block.IsExcerpt))
        {
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(block.Code);
            foreach (UsingDirectiveSyntax directive in unit.Usings) usings.Append(directive.ToFullString());
            StatementSyntax[] statements = [.. unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement)];
            if (statements.Length > 0 && story.Repeats(statements)) story.EndInto(body);
            body.AppendLine($"namespace Block{blocks++}\n{{");
            foreach (MemberDeclarationSyntax type in unit.Members.Where(member => member is not GlobalStatementSyntax))
                body.Append(LineDirective(name, block, type)).AppendLine(type.ToFullString());
            story.Add(block, statements);
        }

        story.EndInto(body);
        for (int i = 0; i < blocks; i++) body.AppendLine("}");
        return usings.Append(body).ToString();
    }

    private static string LineDirective(string name, CodeBlock block, SyntaxNode node)
    {
        int line = node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
        return $"#line {block.Line + line} \"{name}\"\n";
    }

    /// <summary>Statements of one method, from one or more blocks.</summary>
    private sealed class Story(string name)
    {
        private readonly StringBuilder _statements = new();
        private readonly List<string> _given = [];
        private readonly HashSet<string> _declared = [];
        private int _count;

        public bool Repeats(StatementSyntax[] statements) => Declarations(statements).Any(_declared.Contains);

        public void Add(CodeBlock block, StatementSyntax[] statements)
        {
            if (block.Given.Length > 0) _given.Add(block.Given);
            _declared.UnionWith(Declarations(statements));
            foreach (StatementSyntax statement in statements)
                _statements.Append(LineDirective(name, block, statement)).AppendLine(statement.ToFullString());
        }

        public void EndInto(StringBuilder body)
        {
            if (_statements.Length > 0)
            {
                body.AppendLine($"internal static class Statements{_count++}\n{{");
                body.AppendLine($"internal static async System.Threading.Tasks.Task Run({string.Join(", ", _given)})\n{{");
                body.Append(_statements).AppendLine("await System.Threading.Tasks.Task.CompletedTask;\n}\n}");
            }

            _statements.Clear();
            _given.Clear();
            _declared.Clear();
        }

        private static IEnumerable<string> Declarations(StatementSyntax[] statements) => statements.SelectMany(statement =>
            statement.DescendantNodesAndSelf(node => node is StatementSyntax or VariableDeclarationSyntax).Select(node => node switch
            {
                VariableDeclaratorSyntax variable => variable.Identifier.Text,
                LocalFunctionStatementSyntax function => function.Identifier.Text,
                _ => null,
            }).OfType<string>());
    }
}
