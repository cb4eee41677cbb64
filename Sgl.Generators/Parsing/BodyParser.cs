using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sgl.Generators.Diagnostics;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>
/// Turns the statements of <c>Step</c>, and of the helpers that it calls, into nodes. Both branches of an if are
/// evaluated, and each variable that they leave different becomes a select (if-conversion); loops are unrolled; so
/// the graph has no control flow.
/// </summary>
internal sealed class BodyParser
{
    /// <summary>How many iterations all loops of a model may have together.</summary>
    public const int MaxIterations = 256;

    private readonly ParseContext _context;
    private readonly GraphBuilder _builder;
    private readonly Variables _variables;
    private readonly CompileTimeInts _ints;
    private readonly ExpressionParser _expressions;
    private readonly List<string> _statements = [];
    private int _iterations;

    public BodyParser(GraphBuilder builder, Variables variables, SurrogateReader? surrogates, ParseContext context)
    {
        _context = context;
        _builder = builder;
        _variables = variables;
        _ints = new CompileTimeInts(variables, context);
        _expressions = new ExpressionParser(builder, variables, _ints, surrogates, this, context);
    }

    /// <summary>The text of each statement that nodes come from.</summary>
    public EquatableArray<string> Statements => _statements.ToEquatableArray();

    /// <summary>Whether the statements of a helper are being read: they count to the statement that calls it.</summary>
    public bool IsInHelper { get; set; }

    /// <summary>
    /// Reads a body. Returns what it returns: a node for each element of a tuple; null where a diagnostic was reported.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="method">The method's name, for messages.</param>
    public int[]? Parse(IBlockOperation body, string method)
    {
        int[]? returned = null;
        for (int i = 0; i < body.Operations.Length; i++)
        {
            if (body.Operations[i] is IReturnOperation { ReturnedValue: { } value } && i == body.Operations.Length - 1)
            {
                BeginStatement(value.Parent!.Syntax is ReturnStatementSyntax syntax ? syntax : value.Syntax);
                returned = _expressions.ParseValues(value);
            }
            else ParseStatement(body.Operations[i], method);
        }

        return returned;
    }

    private void ParseStatement(IOperation statement, string method)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        switch (statement)
        {
            case IBlockOperation block:
                foreach (IOperation inner in block.Operations) ParseStatement(inner, method);
                break;
            case IVariableDeclarationGroupOperation group:
                BeginStatement(statement.Syntax);
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(d => d.Declarators))
                    Declare(declarator);
                break;
            case IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation deconstruction }:
                BeginStatement(statement.Syntax);
                _expressions.Deconstruct(deconstruction);
                break;
            case IExpressionStatementOperation expression:
                if (_ints.TryAssign(expression.Operation)) break;
                BeginStatement(statement.Syntax);
                _expressions.Parse(expression.Operation);
                break;
            case IConditionalOperation conditional:
                ParseIf(conditional, method);
                break;
            case IForLoopOperation loop:
                Unroll(loop, method);
                break;
            case IEmptyOperation:
                break;
            case IReturnOperation:
                _context.Report(Descriptors.EarlyReturn, statement.Syntax.GetFirstToken().GetLocation(), method);
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

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        if (declarator.GetVariableInitializer() is not { } initializer) return;
        if (declarator.Symbol.Type.SpecialType == SpecialType.System_Int32)
        {
            // An int that is not known is reported where it is used.
            if (_ints.Int(initializer.Value) is { } known) _variables.SetInt(declarator.Symbol, known);
        }
        else if (_expressions.Parse(initializer.Value) is { } value)
        {
            _variables.Set(declarator.Symbol, value);
        }
    }

    private void ParseIf(IConditionalOperation conditional, string method)
    {
        var syntax = (conditional.Syntax as IfStatementSyntax)!;
        BeginStatement($"if ({syntax.Condition})");
        int? condition = _expressions.Parse(conditional.Condition);
        if (condition is { } known && _builder[known].Op == Op.Constant)
        {
            IOperation? taken = _builder[known].Bits != 0 ? conditional.WhenTrue : conditional.WhenFalse;
            if (taken is not null) ParseStatement(taken, method);
            return;
        }

        Variables.Scope before = _variables.Snapshot();
        ParseStatement(conditional.WhenTrue, method);
        Variables.Scope whenTrue = _variables.Snapshot();
        _variables.Restore(before);
        if (conditional.WhenFalse is not null) ParseStatement(conditional.WhenFalse, method);
        Variables.Scope whenFalse = _variables.Snapshot();

        BeginStatement($"after if ({syntax.Condition})");
        if (condition is { } bit) _variables.Merge(bit, whenTrue, whenFalse);
    }

    private void Unroll(IForLoopOperation loop, string method)
    {
        foreach (IOperation initial in loop.Before) ParseStatement(initial, method);
        while (true)
        {
            bool? goesOn = loop.Condition is null ? null : _ints.Comparison(loop.Condition);
            if (goesOn is null)
            {
                SyntaxNode culprit = loop.Condition?.Syntax ?? loop.Syntax;
                Location location = loop.Condition is null
                    ? loop.Syntax.GetFirstToken().GetLocation()
                    : culprit.GetLocation();
                _context.Report(Descriptors.LoopBounds, location, loop.Condition?.Syntax.ToString() ?? "for (;;)");
                return;
            }

            if (goesOn == false || _context.HasErrors) return;
            if (++_iterations > MaxIterations)
            {
                _context.Report(Descriptors.LoopTooLong, loop.Syntax.GetFirstToken().GetLocation(), MaxIterations);
                return;
            }

            ParseStatement(loop.Body, method);
            foreach (IOperation step in loop.AtLoopBottom) ParseStatement(step, method);
        }
    }

    private void BeginStatement(SyntaxNode syntax) => BeginStatement(syntax.ToString());

    private void BeginStatement(string text)
    {
        if (IsInHelper) return;
        _statements.Add(Regex.Replace(text, @"\s+", " "));
        _builder.Statement = _statements.Count - 1;
    }
}
