using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>What comes of a <c>Step</c> body.</summary>
internal sealed record ParsedStep(Graph Graph, EquatableArray<string> Outputs, EquatableArray<string> Statements);

/// <summary>
/// Turns the statements of <c>Step</c> into a graph. Both branches of an if are evaluated, and each variable that
/// they leave different becomes a select (if-conversion), so the graph has no control flow.
/// </summary>
internal sealed class StepParser
{
    private readonly ParseContext _context;
    private readonly IMethodSymbol _step;
    private readonly FieldReader _fields;
    private readonly GraphBuilder _builder = new();
    private readonly Variables _variables;
    private readonly ExpressionParser _expressions;
    private readonly List<string> _statements = [];
    private readonly List<string> _outputs = [];

    private StepParser(IMethodSymbol step, FieldReader fields, SpikeSurrogate surrogate, ParseContext context)
    {
        _context = context;
        _step = step;
        _fields = fields;
        _variables = new Variables(_builder);
        _expressions = new ExpressionParser(_builder, _variables, surrogate, context);
    }

    public static ParsedStep? Parse(
        IMethodSymbol step, IBlockOperation body, FieldReader fields, SpikeSurrogate surrogate, ParseContext context)
    {
        var parser = new StepParser(step, fields, surrogate, context);
        parser.DeclareLeaves();
        parser.ParseBody(body);
        return context.HasErrors ? null : parser.Finish();
    }

    private void DeclareLeaves()
    {
        for (int i = 0; i < _step.Parameters.Length; i++)
            _variables.DeclareLeaf(_step.Parameters[i], Op.Input, i);
        for (int i = 0; i < _fields.States.Count; i++)
            _variables.DeclareLeaf(_fields.States[i], Op.State, i);
        for (int i = 0; i < _fields.Parameters.Count; i++)
            _variables.DeclareLeaf(_fields.Parameters[i].Field, Op.Parameter, i);
    }

    private ParsedStep Finish()
    {
        for (int i = 0; i < _fields.States.Count; i++)
            _builder.AddResult(ResultKind.NextState, i, _variables.Get(_fields.States[i]));
        return new ParsedStep(_builder.Build(), _outputs.ToEquatableArray(), _statements.ToEquatableArray());
    }

    private void ParseBody(IBlockOperation body)
    {
        for (int i = 0; i < body.Operations.Length; i++)
        {
            if (body.Operations[i] is IReturnOperation { ReturnedValue: { } value } && i == body.Operations.Length - 1)
                ParseReturn(value);
            else ParseStatement(body.Operations[i]);
        }
    }

    private void ParseStatement(IOperation statement)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        switch (statement)
        {
            case IBlockOperation block:
                foreach (IOperation inner in block.Operations) ParseStatement(inner);
                break;
            case IVariableDeclarationGroupOperation group:
                BeginStatement(statement.Syntax);
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(d => d.Declarators))
                    if (declarator.GetVariableInitializer() is { } initializer)
                        Assign(declarator.Symbol, _expressions.Parse(initializer.Value));
                break;
            case IExpressionStatementOperation expression:
                BeginStatement(statement.Syntax);
                _expressions.Parse(expression.Operation);
                break;
            case IConditionalOperation conditional:
                ParseIf(conditional);
                break;
            case IEmptyOperation:
                break;
            case IReturnOperation:
                _context.Report(Descriptors.EarlyReturn, statement.Syntax.GetFirstToken().GetLocation());
                break;
            case IInvalidOperation:
                _context.IsBrokenCode = true;
                break;
            default:
                _context.Report(
                    Descriptors.UnsupportedStatement,
                    statement.Syntax.GetFirstToken().GetLocation(),
                    OperationNames.Of(statement));
                break;
        }
    }

    private void ParseIf(IConditionalOperation conditional)
    {
        var syntax = (conditional.Syntax as IfStatementSyntax)!;
        BeginStatement($"if ({syntax.Condition})");
        int? condition = _expressions.Parse(conditional.Condition);

        Dictionary<ISymbol, int> before = _variables.Snapshot();
        ParseStatement(conditional.WhenTrue);
        Dictionary<ISymbol, int> whenTrue = _variables.Snapshot();
        _variables.Restore(before);
        if (conditional.WhenFalse is not null) ParseStatement(conditional.WhenFalse);
        Dictionary<ISymbol, int> whenFalse = _variables.Snapshot();

        BeginStatement($"after if ({syntax.Condition})");
        if (condition is { } bit) _variables.Merge(bit, whenTrue, whenFalse);
    }

    private void ParseReturn(IOperation value)
    {
        BeginStatement(value.Parent!.Syntax is ReturnStatementSyntax syntax ? syntax : value.Syntax);
        var tuple = value as ITupleOperation;
        if (value is IConversionOperation { Operand: ITupleOperation converted }) tuple = converted;
        var returned = (_step.ReturnType as INamedTypeSymbol)?.TupleElements ?? default;
        if (tuple is null && !returned.IsDefaultOrEmpty)
        {
            _context.Report(Descriptors.UnsupportedExpression, value.Syntax.GetLocation(), OperationNames.Of(value));
            return;
        }

        IOperation[] elements = tuple is null ? [value] : [.. tuple.Elements];
        for (int i = 0; i < elements.Length; i++)
        {
            string? declared = tuple is not null && returned[i].IsExplicitlyNamedTupleElement ? returned[i].Name : null;
            string name = declared ?? ExpressionParser.NameOf(elements[i]) ?? "output";
            for (int k = 2; _outputs.Contains(name); k++) name = "output" + k;
            _outputs.Add(name);
            if (_expressions.Parse(elements[i]) is not { } output) continue;
            _builder.Name(output, _variables.FreeName(name));
            _builder.AddResult(ResultKind.Output, i, output);
        }
    }

    private void Assign(ISymbol variable, int? value)
    {
        if (value is { } known) _variables.Set(variable, known);
    }

    private void BeginStatement(SyntaxNode syntax) => BeginStatement(syntax.ToString());

    private void BeginStatement(string text)
    {
        _statements.Add(Regex.Replace(text, @"\s+", " "));
        _builder.Statement = _statements.Count - 1;
    }
}
