using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Prompts;

public sealed class OutputValueTests
{
    [Fact]
    public void Numbers_keep_their_digits()
    {
        var prompt = Prompt.Json(OutputValueJson.Default.Ledger, "x");

        var ledger = Assert.IsType<Ledger>(prompt.Read(Said("""{"balance":0.1234567890123456789012345678,"count":9007199254740993,"raw":1.10}""")));

        Assert.Equal(0.1234567890123456789012345678m, ledger.Balance);
        Assert.Equal(9007199254740993, ledger.Count);
        Assert.Equal("1.10", ledger.Raw.GetRawText());
    }

    [Theory]
    [InlineData("""{"balance":1,"count":9223372036854775808,"raw":1}""")]
    [InlineData("""{"balance":1e40,"count":1,"raw":1}""")]
    public void A_number_that_its_type_cannot_hold_is_an_invalid_output(string text) =>
        Assert.NotEmpty(Assert.Throws<InvalidOutputException>(() => Prompt.Json(OutputValueJson.Default.Ledger, "x").Read(Said(text))).Errors);

    [Fact]
    public void What_a_constructor_refuses_is_an_invalid_output_and_says_why()
    {
        var fault = Assert.Throws<InvalidOutputException>(() => Prompt.Json(OutputValueJson.Default.Evening, "x").Read(Said("""{"hour":9}""")));

        Assert.Contains("The evening begins at 18.", Assert.Single(fault.Errors).Message);
        Assert.DoesNotContain("18", fault.Message);
    }

    [Fact]
    public void A_rule_between_fields_is_the_type_s_own_to_say()
    {
        var prompt = Prompt.Json(OutputValueJson.Default.Stay, "x");

        var fault = Assert.Throws<InvalidOutputException>(() => prompt.Read(Said("""{"from":"2026-05-02","to":"2026-05-01"}""")));

        Assert.Equal(new SchemaError { InstancePath = "/To", SchemaPath = string.Empty, Keyword = "validate", Message = "It ends before it begins." }, Assert.Single(fault.Errors));
        Assert.Equal(new DateOnly(2026, 5, 3), Assert.IsType<Stay>(prompt.Read(Said("""{"from":"2026-05-02","to":"2026-05-03"}"""))).To);
    }

    [Fact]
    public void A_hand_written_schema_takes_the_place_of_the_contract_s()
    {
        var schema = JsonSchema.Parse("""{"type":"object","properties":{"balance":{"type":"number","minimum":10},"note":{"type":"string"}},"required":["note"]}""");
        var prompt = Prompt.User("x").AsJson(OutputValueJson.Default.Ledger, schema);

        Assert.Equal("minimum", Assert.Throws<InvalidOutputException>(() => prompt.Read(Said("""{"balance":9,"note":"n"}"""))).Errors.Single().Keyword);
        Assert.Contains("no Ledger", Assert.Throws<InvalidOutputException>(() => prompt.Read(Said("""{"note":"n"}"""))).Errors.Single().Message);
        Assert.Equal(11, Assert.IsType<Ledger>(prompt.Read(Said("""{"balance":11,"count":1,"raw":null,"note":"n"}"""))).Balance);
    }

    [Fact]
    public void A_hand_written_schema_alone_gives_the_json()
    {
        var prompt = Prompt.Json(JsonSchema.Parse("""{"type":"array","items":{"type":"integer"}}"""), "x");

        var list = Assert.IsType<JsonElement>(prompt.Read(Said("""{"value":[1,2.0]}""")));

        Assert.Equal("[1,2.0]", list.GetRawText());
        Assert.Equal("/value/0", Assert.Throws<InvalidOutputException>(() => prompt.Read(Said("""{"value":["1"]}"""))).Errors.Single().InstancePath);
    }

    private static Completion Said(string text) => new() { Text = text, FinishReason = "stop" };
}

internal sealed record Ledger(decimal Balance, long Count, JsonElement Raw);

internal sealed record Evening
{
    public int Hour { get; init => field = value >= 18 ? value : throw new ArgumentException("The evening begins at 18.", nameof(value)); }
}

internal sealed record Stay(DateOnly From, DateOnly To) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (To < From)
        {
            yield return new ValidationResult("It ends before it begins.", [nameof(To)]);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Ledger))]
[JsonSerializable(typeof(Evening))]
[JsonSerializable(typeof(Stay))]
internal sealed partial class OutputValueJson : JsonSerializerContext;
