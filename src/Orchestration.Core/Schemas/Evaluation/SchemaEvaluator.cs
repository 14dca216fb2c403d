using System.Collections.Immutable;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Checks;
using Orchestration.Schemas.Evaluation.Documents;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation;

/// <summary>Says whether a value is what a compiled schema asks for.</summary>
internal static class SchemaEvaluator
{
    /// <summary>Whether a whole JSON value is valid against a node, taken as the root of its own schema.</summary>
    public static bool IsValid(SchemaNode node, ReadOnlySpan<byte> utf8Json, JsonSchemaOptions options)
    {
        var workspace = Workspace.Rent();
        try
        {
            if (TapeReader.Read(utf8Json, workspace, options.MaxDepth) is not null)
            {
                return false;
            }

            var evaluation = new EvaluationRun(View(utf8Json, workspace), workspace, findings: null);
            return Passes(ref evaluation, node);
        }
        finally
        {
            workspace.Return();
        }
    }

    /// <summary>What is wrong with the value, as <see cref="IsValid"/> has it; empty when nothing is.</summary>
    public static ImmutableArray<SchemaError> Explain(SchemaNode node, ReadOnlySpan<byte> utf8Json, JsonSchemaOptions options, int maxErrors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxErrors, 1);
        var workspace = Workspace.Rent();
        try
        {
            if (TapeReader.Read(utf8Json, workspace, options.MaxDepth) is { } fault)
            {
                return [OfText(fault.Path, fault.Message)];
            }

            var view = View(utf8Json, workspace);
            var quick = new EvaluationRun(view, workspace, findings: null);
            return Passes(ref quick, node) ? [] : Errors(ref quick, node, view, workspace, maxErrors);
        }
        finally
        {
            workspace.Return();
        }
    }

    private static bool Passes(ref EvaluationRun evaluation, SchemaNode node) => evaluation.Check(node, 0, EvaluatedSet.None) && evaluation.Limit == Limit.None;

    private static ImmutableArray<SchemaError> Errors(ref EvaluationRun quick, SchemaNode node, JsonView view, Workspace workspace, int maxErrors)
    {
        if (quick.Limit != Limit.None)
        {
            return [OfLimit(quick, view)];
        }

        var findings = new Findings(maxErrors);
        var thorough = new EvaluationRun(view, workspace, findings);
        if (Passes(ref thorough, node))
        {
            // Only a pattern can have changed its mind, by the time it took.
            return [];
        }

        var paths = new InstancePaths(view);
        var errors = ImmutableArray.CreateBuilder<SchemaError>();
        foreach (var finding in findings.InOrder())
        {
            errors.Add(Of(ref paths, view, finding));
        }

        return errors.Count > 0 ? errors.ToImmutable() : [OfLimit(thorough, view)];
    }

    private static SchemaError Of(ref InstancePaths paths, JsonView view, Finding finding) => new()
    {
        InstancePath = paths.To(finding.Token),
        SchemaPath = finding.Keyword == Keywords.False ? finding.Node.Location : $"{finding.Node.Location}/{finding.Keyword}",
        Keyword = finding.Keyword,
        Message = ErrorTexts.Of(view, finding, paths.IsName),
    };

    private static SchemaError OfLimit(EvaluationRun evaluation, JsonView view)
    {
        var paths = new InstancePaths(view);
        return evaluation.LimitFinding is { } finding ? Of(ref paths, view, finding) : OfText(string.Empty, evaluation.Limit == Limit.Depth
            ? "cannot be checked: the schema refers to itself, or on and on, without an end"
            : "cannot be checked: the schema asks for more work than a document of this size is allowed");
    }

    private static SchemaError OfText(string path, string message) => new() { InstancePath = path, SchemaPath = string.Empty, Keyword = Keywords.Json, Message = message };

    private static JsonView View(ReadOnlySpan<byte> json, Workspace workspace) => new(json, workspace.Unescaped.Span, workspace.Tokens.Span);
}
