using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Schemas;
using Orchestration.Schemas.Generation;

namespace Orchestration.Prompts;

/// <summary>An answer in JSON: found in the text, checked against the schema, and then read by the contract, which may have checks of its own.</summary>
internal sealed class JsonOutput<T> : Output<T>
{
    // A contract lives as long as its JsonSerializerContext; what is made of it is kept beside it.
    private static readonly ConditionalWeakTable<JsonTypeInfo<T>, JsonOutput<T>> Known = [];

    private readonly JsonTypeInfo<T> _contract;
    private readonly Lazy<JsonTypeInfo<T>> _partContract;
    private readonly Lazy<Form> _closed;
    private readonly Lazy<Form> _open;

    private JsonOutput(JsonTypeInfo<T> contract, Func<UnknownFields, AskedSchema> asked)
    {
        _contract = ContractVariants.Strict(contract);
        _partContract = new Lazy<JsonTypeInfo<T>>(() => ContractVariants.Lenient(contract));
        _closed = new Lazy<Form>(() => Form.Of(asked(UnknownFields.Refuse)));
        _open = new Lazy<Form>(() => Form.Of(asked(UnknownFields.Ignore)));
    }

    public override bool IsText => false;

    public override ChatResponseFormat Format(UnknownFields unknown) => FormFor(unknown).Format;

    public override JsonSchema Schema(UnknownFields unknown) => FormFor(unknown).Asked.Compiled;

    /// <summary>The output of a type, by a schema made of its contract.</summary>
    public static JsonOutput<T> For(JsonTypeInfo<T> contract) =>
        Known.GetValue(contract, static contract => new JsonOutput<T>(contract, unknown => OutputSchema.Asked(contract, unknown)));

    /// <summary>The output of a type, by a schema of the caller's.</summary>
    public static JsonOutput<T> For(JsonTypeInfo<T> contract, JsonSchema schema)
    {
        var asked = AskedSchema.Of(schema);
        return new JsonOutput<T>(contract, _ => asked);
    }

    public override T Read(Completion completion, OutputRules rules, out JsonTolerance mended)
    {
        if (completion.FinishReason == ChatFinishReason.Length.Value)
        {
            const string CutOff = "The JSON was cut off by the token limit; raise MaxOutputTokens.";
            throw new InvalidOutputException(CutOff) { Errors = [InvalidOutputException.Error("it was cut off by the limit of its length, so it must be shorter")] };
        }

        var json = JsonAnswer.Find(completion.Text, rules.Tolerance, out mended);
        var form = FormFor(rules.UnknownFields);
        var errors = form.Asked.Compiled.Validate(json);
        if (!errors.IsEmpty)
        {
            throw InvalidOutputException.Of(errors);
        }

        return Checked(Deserialize(json, _contract, form.Asked.IsWrapped));
    }

    public override JsonBytes Write(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, _contract));

    public override bool TryReadPart(ReadOnlySpan<byte> utf8Json, out object? value)
    {
        try
        {
            value = Deserialize(utf8Json, _partContract.Value, FormFor(UnknownFields.Refuse).Asked.IsWrapped);
            return true;
        }
        catch (InvalidOutputException)
        {
            // A type may insist on what has not come yet.
            value = null;
            return false;
        }
    }

    private Form FormFor(UnknownFields unknown) => (unknown == UnknownFields.Refuse ? _closed : _open).Value;

    private static T Deserialize(ReadOnlySpan<byte> json, JsonTypeInfo<T> contract, bool isWrapped)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (isWrapped && !MoveToValue(ref reader))
            {
                throw new InvalidOutputException("The answer has no value yet.");
            }

            return JsonSerializer.Deserialize(ref reader, contract) ?? throw InvalidOutputException.Broken("it is the JSON value null");
        }
        catch (JsonException e)
        {
            throw new InvalidOutputException($"The answer is not valid JSON of the shape {typeof(T).Name}{At(e)}.", e) { Errors = [InvalidOutputException.Error($"it is no {typeof(T).Name}{At(e)}")] };
        }
#pragma warning disable CA1031 // The type's own code, a constructor or a converter, may refuse the value with an exception of any kind.
        catch (Exception e) when (e is not (InvalidOutputException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            throw new InvalidOutputException($"The answer is refused by {typeof(T).Name} itself ({e.GetType().Name}).", e) { Errors = [InvalidOutputException.Error($"it is refused: {e.Message}")] };
        }
    }

    /// <summary>Enters the object that a schema whose root is none is wrapped in.</summary>
    private static bool MoveToValue(ref Utf8JsonReader reader) => reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.Read();

    /// <summary>The value, if it has nothing against itself.</summary>
    private static T Checked(T value)
    {
        if (value is not IValidatableObject validatable)
        {
            return value;
        }

        var found = validatable.Validate(new ValidationContext(value, typeof(T).Name, null, null)).Where(static result => result != ValidationResult.Success).ToList();
        return found.Count == 0 ? value : throw InvalidOutputException.Of([.. found.Select(static result => new SchemaError
        {
            InstancePath = string.Concat(result.MemberNames.Take(1).Select(static name => "/" + name)),
            SchemaPath = string.Empty,
            Keyword = "validate",
            Message = result.ErrorMessage ?? "is not valid",
        })]);
    }

    // The exception's own message may quote the answer; only the place is taken over.
    private static string At(JsonException e) =>
        string.IsNullOrEmpty(e.Path) ? string.Empty : FormattableString.Invariant($", at {e.Path} (line {e.LineNumber + 1}, byte {e.BytePositionInLine})");

    private sealed record Form(AskedSchema Asked, ChatResponseFormatJson Format)
    {
        public static Form Of(AskedSchema asked) => new(asked, ChatResponseFormat.ForJsonSchema(asked.Schema, OutputSchema.NameOf(typeof(T))));
    }
}

/// <summary>The contract of a value that may be any JSON.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class AnyJson : JsonSerializerContext;
