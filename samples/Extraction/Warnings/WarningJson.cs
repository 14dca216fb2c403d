using System.Text.Json.Serialization;
using Extraction.Results;

namespace Extraction.Warnings;

/// <summary>The JSON forms, made by the compiler: what is recorded, what models are asked for, and what is written at the end.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(Warning))]
[JsonSerializable(typeof(IReadOnlyList<Extracted>))]
internal sealed partial class WarningJson : JsonSerializerContext;
