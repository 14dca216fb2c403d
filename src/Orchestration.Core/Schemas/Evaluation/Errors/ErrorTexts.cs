using System.Globalization;
using System.Text;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Checks;
using Orchestration.Schemas.Evaluation.Documents;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>The words of errors.</summary>
internal static class ErrorTexts
{
    public static string Of(JsonView view, Finding finding, bool isName)
    {
        var rules = finding.Node;
        var count = view.Tokens[finding.Token].Count;
        var figure = finding.Figure;
        FormattableString words = finding.Keyword switch
        {
            Keywords.Type => $"expected {KindTexts.Of(rules.Kinds)}, got {Quoted.Kind(view, finding.Token)}",
            Keywords.Enum or Keywords.Const => $"expected {ListTexts.OneOf((LiteralSet)finding.Detail!)}, got {Quoted.Value(view, finding.Token)}",
            Keywords.Minimum => $"must be at least {Number(finding)}, got {Quoted.Value(view, finding.Token)}",
            Keywords.Maximum => $"must be at most {Number(finding)}, got {Quoted.Value(view, finding.Token)}",
            Keywords.ExclusiveMinimum => $"must be greater than {Number(finding)}, got {Quoted.Value(view, finding.Token)}",
            Keywords.ExclusiveMaximum => $"must be less than {Number(finding)}, got {Quoted.Value(view, finding.Token)}",
            Keywords.MultipleOf => $"must be a multiple of {Number(finding)}, got {Quoted.Value(view, finding.Token)}",
            Keywords.MinLength => $"{Count(figure, "character")}, at least {rules.Strings!.MinLength} are needed",
            Keywords.MaxLength => $"{Count(figure, "character")}, at most {rules.Strings!.MaxLength} are allowed",
            Keywords.Pattern when figure == StringCheck.TookTooLong => $"it takes too long to say whether it matches the pattern {finding.Detail}",
            Keywords.Pattern => $"does not match the pattern {finding.Detail}, got {Quoted.Value(view, finding.Token)}",
            Keywords.Format => $"is no {FormatTexts.Of((string)finding.Detail!)}, got {Quoted.Value(view, finding.Token)}",
            Keywords.MinItems => $"{Count(count, "item")}, at least {figure} are needed",
            Keywords.MaxItems or Keywords.Items => $"{Count(count, "item")}, at most {figure} are allowed",
            Keywords.UniqueItems => $"the items {figure >> 32} and {figure & uint.MaxValue} are the same, all must differ",
            Keywords.Contains => $"no item is as \"contains\" asks for",
            Keywords.MinContains => $"{Count(figure, "item")} as \"contains\" asks for, at least {rules.Arrays!.MinContains} are needed",
            Keywords.MaxContains => $"{Count(figure, "item")} as \"contains\" asks for, at most {rules.Arrays!.MaxContains} are allowed",
            Keywords.UnevaluatedItems => $"the item {figure} is not allowed",
            Keywords.MinProperties => $"{Properties(count)}, at least {figure} are needed",
            Keywords.MaxProperties => $"{Properties(count)}, at most {figure} are allowed",
            Keywords.Required => $"missing the required property {Quoted.Name((string)finding.Detail!)}",
            Keywords.AdditionalProperties => $"the property {Quoted.Name(view.Text((int)figure))} is not allowed{ListTexts.Known(rules)}",
            Keywords.UnevaluatedProperties => $"the property {Quoted.Name(view.Text((int)figure))} is not allowed",
            Keywords.DependentRequired => Dependent((DependentNames)finding.Detail!, (int)figure),
            Keywords.AnyOf or Keywords.OneOf => Branches(view, finding),
            Keywords.Not => $"{Quoted.Kind(view, finding.Token)} is what \"not\" rules out",
            _ => $"nothing is allowed here, got {Quoted.Kind(view, finding.Token)}",
        };
        var text = words.ToString(CultureInfo.InvariantCulture);
        return isName ? $"the property name {Quoted.Name(view.Text(finding.Token))}: {text}" : text;
    }

    private static FormattableString Branches(JsonView view, Finding finding) => finding.Detail switch
    {
        JsonKinds kinds => $"expected {KindTexts.Of(kinds)}, got {Quoted.Kind(view, finding.Token)}",
        LiteralSet values => $"expected {ListTexts.OneOf(values)}, got {Quoted.Value(view, finding.Token)}",
        _ when finding.Figure != NearestBranch.Unmatched =>
            $"matches the alternatives {(finding.Figure >> 32) + 1} and {(finding.Figure & uint.MaxValue) + 1} of {finding.Node.OneOf.Length}, exactly one is allowed",
        _ => $"{Quoted.Kind(view, finding.Token)} matches none of the {(finding.Keyword == Keywords.OneOf ? finding.Node.OneOf : finding.Node.AnyOf).Length} alternatives",
    };

    private static FormattableString Dependent(DependentNames names, int at) =>
        $"missing the property {Quoted.Name(names.Needed[at].Name)}, which goes with {Quoted.Name(names.Name)}";

    private static string Number(Finding finding) => Quoted.Cut(Encoding.UTF8.GetString((byte[])finding.Detail!));

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Properties(long count) => count == 1 ? "1 property" : string.Create(CultureInfo.InvariantCulture, $"{count} properties");
}
