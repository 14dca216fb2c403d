namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>The keywords that errors name.</summary>
internal static class Keywords
{
    public const string Json = "json";
    public const string False = "false";
    public const string Type = "type";
    public const string Enum = "enum";
    public const string Const = "const";
    public const string Minimum = "minimum";
    public const string Maximum = "maximum";
    public const string ExclusiveMinimum = "exclusiveMinimum";
    public const string ExclusiveMaximum = "exclusiveMaximum";
    public const string MultipleOf = "multipleOf";
    public const string MinLength = "minLength";
    public const string MaxLength = "maxLength";
    public const string Pattern = "pattern";
    public const string Format = "format";
    public const string MinItems = "minItems";
    public const string MaxItems = "maxItems";
    public const string UniqueItems = "uniqueItems";
    public const string Items = "items";
    public const string Contains = "contains";
    public const string MinContains = "minContains";
    public const string MaxContains = "maxContains";
    public const string UnevaluatedItems = "unevaluatedItems";
    public const string MinProperties = "minProperties";
    public const string MaxProperties = "maxProperties";
    public const string Required = "required";
    public const string AdditionalProperties = "additionalProperties";
    public const string DependentRequired = "dependentRequired";
    public const string UnevaluatedProperties = "unevaluatedProperties";
    public const string AnyOf = "anyOf";
    public const string OneOf = "oneOf";
    public const string Not = "not";
}
