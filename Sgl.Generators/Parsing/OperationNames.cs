using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sgl.Generators.Parsing;

/// <summary>What an unsupported construct is called in a message.</summary>
internal static class OperationNames
{
    public static string Of(IOperation operation) => operation switch
    {
        ILoopOperation { LoopKind: LoopKind.ForEach } => "A 'foreach' loop",
        ILoopOperation => "A 'while' loop",
        ISwitchOperation => "A 'switch' statement",
        ISwitchExpressionOperation => "A 'switch' expression",
        ITryOperation => "'try'",
        IThrowOperation => "'throw'",
        ILocalFunctionOperation => "A local function",
        ILockOperation => "'lock'",
        IUsingOperation or IUsingDeclarationOperation => "'using'",
        IBranchOperation => "A jump",
        ILabeledOperation => "A label",
        IObjectCreationOperation => "'new'",
        IAnonymousFunctionOperation or IDelegateCreationOperation => "A lambda",
        IArrayElementReferenceOperation => "An array element",
        IIsPatternOperation or IIsTypeOperation => "A pattern",
        IDeconstructionAssignmentOperation => "A deconstruction",
        ISimpleAssignmentOperation { IsRef: true } => "A reference that is assigned again",
        IConditionalOperation { IsRef: true } => "A conditional reference",
        ITupleOperation => "A tuple",
        _ => $"'{operation.Syntax}'",
    };
}
