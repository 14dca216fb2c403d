using System.Text.Json.Serialization;

namespace ContentPlatform.Articles;

/// <summary>The JSON forms, made by the compiler: what is recorded (input, effects) and what models are asked for.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Brief))]
[JsonSerializable(typeof(Article))]
[JsonSerializable(typeof(Material))]
[JsonSerializable(typeof(Notes))]
[JsonSerializable(typeof(Outline))]
[JsonSerializable(typeof(Seo))]
internal sealed partial class ArticleJson : JsonSerializerContext;
