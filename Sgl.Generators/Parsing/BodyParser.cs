using System.Runtime.CompilerServices;
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
    private readonly ParseContext _context;
    private readonly GraphBuilder _builder;
    private readonly Variables _variables;
    private readonly CompileTimeInts _ints;
    private readonly ExpressionParser _expressions;
    private readonly List<string> _statements = [];

    public BodyParser(GraphBuilder builder, Variables variables, SurrogateReader? surrogates, ParseContext context)
    {
        _context = context;
        _builder = builder;
        _variables = variables;
        var statics = new StaticFields(context);
        _ints = new CompileTimeInts(variables, statics);
        _expressions = new ExpressionParser(builder, variables, _ints, statics, surrogates, this, context);
        Size = new StepSize(builder, context);
    }

    /// <summary>What may still be written out.</summary>
    public StepSize Size { get; }

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
        IOperation? last = body.Operations.LastOrDefault(operation => operation is not ILocalFunctionOperation);
        foreach (IOperation operation in body.Operations)
        {
            if (operation == last && last is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value })
            {
                BeginStatement(value.Parent!.Syntax is ReturnStatementSyntax syntax ? syntax : value.Syntax);
                returned = _expressions.ParseValues(value);
                Size.TakesStatement(value.Syntax);
            }
            else ParseStatement(operation, method);
        }

        return returned;
    }

    private void ParseStatement(IOperation statement, string method)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _context.Cancellation.ThrowIfCancellationRequested();
        if (!Size.TakesStatement(statement.Syntax)) return;
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
                _expressions.Assignments.Deconstruct(deconstruction);
                break;
            case IExpressionStatementOperation expression:
                if (_ints.TryAssign(expression.Operation)) break;
                BeginStatement(statement.Syntax);
                _expressions.ParseValues(expression.Operation);
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
        ILocalSymbol local = declarator.Symbol;
        if (declarator.GetVariableInitializer() is not { } initializer) return;

        // A constant of another type is read by its value, where a float is computed from it.
        if (local.IsConst && !Refusals.IsOfKernels(local.Type)) return;
        if (local.RefKind != RefKind.None) _expressions.Assignments.Refer(local, initializer.Value);
        else if (_ints.Int(initializer.Value) is { } known) _variables.SetInt(local, known);
        else if (_expressions.Parse(initializer.Value) is { } value) _variables.Set(local, value);
    }

    private void ParseIf(IConditionalOperation conditional, string method)
    {
        var syntax = (conditional.Syntax as IfStatementSyntax)!;
        BeginStatement($"if ({syntax.Condition})");
        int? condition = _expressions.Parse(conditional.Condition);
        _variables.Either(
            condition,
            () => ParseStatement(conditional.WhenTrue, method),
            () =>
            {
                if (conditional.WhenFalse is not null) ParseStatement(conditional.WhenFalse, method);
            },
            beforeJoin: () => BeginStatement($"after if ({syntax.Condition})"));
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
            if (!Size.TakesIteration(loop.Syntax)) return;
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
