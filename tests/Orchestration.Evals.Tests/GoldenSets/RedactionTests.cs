using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.GoldenSets.Redaction;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.Tests.GoldenSets;

public sealed class RedactionTests
{
    // Put together here, since scanners of repositories take them for real.
    private static readonly string[] Secrets =
    [
        "sk-" + "proj-abcDEF1234567890abcdef",
        "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc",
        "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "xoxb-" + "2345678901-abcdefghij",
        "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq\nabc+/=\n-----END RSA PRIVATE KEY-----",
    ];

    private static readonly string[] Sensitive =
    [
        "bob@example.com", "Zoë.Müller+tea@mail.exämple.co.uk", "+49 171 1234567", "(415) 555-2671", "0171/1234567", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", .. Secrets,
    ];

    private static readonly string[] Plain = ["", "tea", " at 12:30 ", "2026-11-21", "é\n", "\"quoted\"", "100,000", "[email-3]", "https://example.com/a?b=1"];

    [Theory]
    [InlineData("Write to bob@example.com, please.", "Write to [email-1], please.")]
    [InlineData("<Bob.O'Neil+x@sub.example.co.uk>", "<[email-1]>")]
    [InlineData("bob@example.com or BOB@example.com or eve@example.com", "[email-1] or [email-1] or [email-2]")]
    [InlineData("call +49 (0)171 123 45 67 now", "call [phone-1] now")]
    [InlineData("+491711234567, 00491711234567, +49 171 1234567", "[phone-1], [phone-1], [phone-1]")]
    [InlineData("+1 (415) 555-2671 / +44 20 7946 0958", "[phone-1] / [phone-2]")]
    [InlineData("Tel. 030 1234567 and 01 23 45 67 89", "Tel. [phone-1] and [phone-2]")]
    [InlineData("01711234567", "[phone-1]")]
    [InlineData("415-555-2671", "[phone-1]")]
    [InlineData("card 4111 1111 1111 1111 12/27", "card [card-1] 12/27")]
    [InlineData("4111111111111111 is 4111-1111-1111-1111", "[card-1] is [card-1]")]
    [InlineData("amex 378282246310005", "amex [card-1]")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00 or GB29NWBK60161331926819.", "IBAN [iban-1] or [iban-2].")]
    [InlineData("api_key=Zx81bQ77rLmP0vT2", "api_key=[secret-1]")]
    [InlineData("Authorization: Bearer q9X2vB7nM4kL8pR1", "Authorization: Bearer [secret-1]")]
    [InlineData("{\"password\":\"hT7!kq92ZpLw4\"}", "{\"password\":\"[secret-1]\"}")]
    public void What_is_personal_or_secret_goes(string text, string redacted) => Assert.Equal(redacted, Redact(text));

    [Theory]
    [InlineData("2026-11-21T13:45:10.123+01:00")]
    [InlineData("21.11.2026, 11/21/2026, 01-02-2026")]
    [InlineData("from 09:00 to 17:30")]
    [InlineData("1,234,567.89 and 1.234.567,89 and 1000000000")]
    [InlineData("1763731510123 ms")]
    [InlineData("version 1.22.333.4444")]
    [InlineData("192.168.100.200")]
    [InlineData("order 4111111111111112")]
    [InlineData("ISBN 978-3-16-148410-0")]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301")]
    [InlineData("0197d1a5-3a4c-7000-8000-000000000001")]
    [InlineData("pi is 3.14159265358979")]
    [InlineData("DE00370400440532013000")]
    [InlineData("the password is wrong, the token expired yesterday")]
    [InlineData("token: understanding-of-things")]
    [InlineData("a@b, @mention, user@localhost")]
    [InlineData("a task-oriented risk-assessment-of-all-things")]
    [InlineData("years 1990 2000 2010 2020")]
    [InlineData("100 200 3000")]
    public void Ordinary_numbers_dates_and_words_stay(string text) => Assert.Equal(text, Redact(text));

    [Fact]
    public void Keys_of_known_services_go() => Assert.All(Secrets, static secret => Assert.Equal("x [secret-1] y", Redact($"x {secret} y")));

    [Fact]
    public void One_thing_has_one_placeholder_in_all_parts_of_a_case()
    {
        var golden = new GoldenCase
        {
            Id = "a",
            Input = Json("""{"from":"eve@example.com","to":["bob@example.com"],"n":1.50}"""),
            Reference = Json("\"Dear bob@example.com\""),
            Expect = Dictionary("contains", Json("\"bob@example.com\"")),
            Recorded = new RecordedAnswers { Completions = Dictionary("draft", "To BOB@example.com"), Effects = Dictionary("find", Json("""{"bob@example.com":1}""")) },
        };

        var redacted = CaseRedaction.Redact(golden, Redactors.Default);

        Assert.Equal("""{"from":"[email-1]","to":["[email-2]"],"n":1.50}""", redacted.Case.Input.ToString());
        Assert.Equal("\"Dear [email-2]\"", redacted.Case.Reference.ToString());
        Assert.Equal("\"[email-2]\"", redacted.Case.Expect["contains"].ToString());
        Assert.Equal("To [email-2]", redacted.Case.Recorded.Completions["draft"]);
        Assert.Equal("""{"[email-2]":1}""", redacted.Case.Recorded.Effects["find"].ToString());
        Assert.Equal(6, Assert.Single(redacted.Counts, static count => count.Key == "email").Value);
    }

    [Fact]
    public void A_placeholder_that_is_there_already_is_not_given_to_another()
    {
        var golden = new GoldenCase { Id = "a", Input = Json("\"[email-2] and bob@example.com\"") };

        Assert.Equal("\"[email-2] and [email-3]\"", CaseRedaction.Redact(golden, Redactors.Default).Case.Input.ToString());
    }

    [Fact]
    public void Two_members_whose_names_become_the_same_both_stay()
    {
        var golden = new GoldenCase { Id = "a", Input = Json("""{"bob@example.com":1,"BOB@example.com":2}""") };

        Assert.Equal("""{"[email-1]":1,"[email-1]'":2}""", CaseRedaction.Redact(golden, Redactors.Default).Case.Input.ToString());
    }

    [Fact]
    public void An_application_adds_what_it_knows()
    {
        var golden = new GoldenCase { Id = "a", Input = Json("\"customer K-1234\"") };

        var redacted = CaseRedaction.Redact(golden, [.. Redactors.Default, Redactors.Pattern("customer", new Regex("K-[0-9]{4}", RegexOptions.NonBacktracking))]);

        Assert.Equal("\"customer [customer-1]\"", redacted.Case.Input.ToString());
    }

    [Fact]
    public void A_redactor_that_finds_its_own_placeholder_is_told()
    {
        var golden = new GoldenCase { Id = "a", Input = Json("\"a\"") };

        var exception = Assert.Throws<InvalidOperationException>(() => CaseRedaction.Redact(golden, [Redactors.Pattern("all", new Regex("a", RegexOptions.NonBacktracking))]));

        Assert.Contains("must not match a placeholder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Redacting_twice_changes_nothing_more_nothing_found_stays_and_the_shape_is_kept() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
        {
            var golden = new GoldenCase { Id = "a", Input = Json(RandomJson.Value(new Random(seed), 3, Text).ToJsonString()) };

            var once = CaseRedaction.Redact(golden, Redactors.Default).Case;
            var twice = CaseRedaction.Redact(once, Redactors.Default);

            Assert.Equal(once.Input.ToString(), twice.Case.Input.ToString());
            Assert.Empty(twice.Counts);
            Assert.Equal(Shape(golden.Input), Shape(once.Input));
            Assert.All(Strings(once.Input), static text => Assert.All(Redactors.Default, redactor => Assert.Empty(redactor.Find(text))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static string Text(Random random) =>
        string.Join(random.Next(3) switch { 0 => " ", 1 => ", ", _ => "" }, Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(2) == 0 ? Plain[random.Next(Plain.Length)] : Sensitive[random.Next(Sensitive.Length)]));

    private static string Redact(string text)
    {
        var golden = new GoldenCase { Id = "a", Input = new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(text)) };
        return JsonSerializer.Deserialize<string>(CaseRedaction.Redact(golden, Redactors.Default).Case.Input.Utf8.Span)!;
    }

    private static JsonBytes Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private static ImmutableSortedDictionary<string, T> Dictionary<T>(string name, T value) => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal).Add(name, value);

    /// <summary>The value without its strings' contents.</summary>
    private static string Shape(JsonBytes json)
    {
        var shape = new StringBuilder();
        var reader = new Utf8JsonReader(json.Utf8.Span);
        while (reader.Read())
        {
            shape.Append(reader.TokenType).Append(reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : string.Empty).Append(' ');
        }

        return shape.ToString();
    }

    private static List<string> Strings(JsonBytes json)
    {
        var strings = new List<string>();
        var reader = new Utf8JsonReader(json.Utf8.Span);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                strings.Add(reader.GetString()!);
            }
        }

        return strings;
    }
}
