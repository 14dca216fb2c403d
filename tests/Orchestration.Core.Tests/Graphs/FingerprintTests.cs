using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Graphs;

public sealed class FingerprintTests
{
    private static readonly StepPolicy Full = new()
    {
        Route = "route",
        Budget = Budget.Usd(1),
        Fallback = Fallback.To("other"),
        Cache = CachePolicy.For(TimeSpan.FromHours(1)),
        Hedge = Hedge.AfterDelay(TimeSpan.FromSeconds(2)),
    };

    [Fact]
    public void A_graph_defined_twice_has_one_fingerprint()
    {
        Assert.Equal(Article().Fingerprint, Article().Fingerprint);
        Assert.Matches("^[0-9a-f]{64}$", Article().Fingerprint);
    }

    [Fact]
    public void Name_version_and_the_code_in_lambdas_do_not_change_it()
    {
        Assert.Equal(Article().Fingerprint, Article(name: "renamed", version: 7, words: "Quite another prompt about").Fingerprint);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void The_culture_does_not_change_it(string culture)
    {
        var (before, expected) = (CultureInfo.CurrentCulture, Article().Fingerprint);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(expected, Article().Fingerprint);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_property_of_a_policy_changes_it()
    {
        var variants = Variants(Full).ToList();
        var prints = variants.ToDictionary(static variant => variant.Name, static variant => Article(policy: (StepPolicy)variant.Value).Fingerprint);
        prints["as it was"] = Article(policy: Full).Fingerprint;
        prints["none"] = Article(policy: null).Fingerprint;

        Assert.All(
            prints.GroupBy(static print => print.Value),
            static same => Assert.True(same.Count() == 1, $"These differ but have one fingerprint: {string.Join(", ", same.Select(static print => print.Key))}"));
        foreach (var type in new[] { typeof(StepPolicy), typeof(Retry), typeof(Timeouts), typeof(Budget), typeof(Fallback), typeof(CachePolicy), typeof(UnknownPrice), typeof(Splice), typeof(Hedge), typeof(StructuredOutput) })
        {
            Assert.Contains(variants, variant => variant.Name.Contains(type.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_equal_policy_made_anew_does_not_change_it()
    {
        var anew = Full with { Retry = new(), Timeout = new(), Budget = Budget.Usd(1.00m), Fallback = Fallback.To("other") };

        Assert.Equal(Article(policy: Full).Fingerprint, Article(policy: anew).Fingerprint);
    }

    [Fact]
    public void Every_change_of_the_structure_changes_it()
    {
        Func<GraphBuilder, Step<string>, Step<string>> same = static (g, input) => g.Compute("x", input, static text => text);
        Func<GraphBuilder, Step<string>, Step<string>>[] graphs =
        [
            static (_, input) => input,
            same,
            static (g, input) => g.Compute("y", input, static text => text),
            static (g, input) => g.Ask("x", input, static text => Prompt.Text(text)),
            static (g, input) => g.Effect("x", input, static (text, _, _) => ValueTask.FromResult(text)),
            static (g, input) => g.Compute("z", g.Compute("x", input, static text => text), static text => text),
            static (g, input) => g.Compute("z", g.Compute("x", input, static text => text.Length), static length => $"{length}"),
            static (g, input) => g.Compute("z", g.Compute("x", input, static text => text), input, static (a, b) => a + b),
            static (g, input) => g.Compute("z", input, g.Compute("x", input, static text => text), static (a, b) => a + b),
            (g, input) => g.Include("x", input, Graph.Define("inner", 1, same)),
            (g, input) => g.When("x", input, static _ => true, same, same),
            (g, input) => g.When("x", input, static _ => true, same, static (inner, item) => item),
            (g, input) => g.Switch("x", input, static text => text).Case("a", same).Otherwise(same),
            (g, input) => g.Switch("x", input, static text => text).Case("b", same).Otherwise(same),
            (g, input) => g.Switch("x", input, static text => text).Case("a", same).Case("b", same).Otherwise(same),
            (g, input) => g.Compute("z", g.When("x", input, static _ => true, same), static text => text.Or("")),
            (g, input) => g.Compute("z", g.ForEach("x", input, static text => text.Split(','), same), static texts => texts[0]),
            (g, input) => g.Compute("z", g.ForEach("x", input, static text => text.Split(','), same, maxConcurrency: 3), static texts => texts[0]),
        ];

        var prints = graphs.Select(static define => Graph.Define("g", 1, define).Fingerprint).ToList();

        Assert.Equal(prints.Count, prints.Distinct().Count());
        Assert.Equal(prints[1], Graph.Define("g", 1, same).Fingerprint);
    }

    [Fact]
    public void The_types_of_input_and_output_change_it()
    {
        var text = Graph.Define("g", 1, static (GraphBuilder _, Step<string> input) => input);
        var number = Graph.Define("g", 1, static (GraphBuilder _, Step<int> input) => input);

        Assert.NotEqual(text.Fingerprint, number.Fingerprint);
    }

    [Fact]
    public void The_schema_of_an_answer_changes_it()
    {
        var plain = Schema(PlainJson.Default);

        Assert.Equal(plain, Schema(PlainJson.Default));
        Assert.NotEqual(plain, Schema(CamelJson.Default));
    }

    [Fact]
    public void The_schema_of_an_effects_result_changes_it() => Assert.NotEqual(EffectSchema(PlainJson.Default), EffectSchema(CamelJson.Default));

    [Fact]
    public void The_schema_of_the_input_changes_it() => Assert.NotEqual(InputSchema(PlainJson.Default), InputSchema(CamelJson.Default));

    private static string Schema(JsonSerializerContext json) => Graph.Define("g", 1, static (GraphBuilder g, Step<string> input) =>
        g.Ask("x", input, static text => Prompt.Json(PlainJson.Default.Note, text)), json).Fingerprint;

    private static string EffectSchema(JsonSerializerContext json) => Graph.Define("g", 1, static (GraphBuilder g, Step<string> input) =>
        g.Effect("x", input, static (text, _, _) => ValueTask.FromResult(new Note(text, 1))), json).Fingerprint;

    private static string InputSchema(JsonSerializerContext json) => Graph.Define("g", 1, static (GraphBuilder g, Step<Note> input) =>
        g.Ask("x", input, static note => Prompt.Text(note.Title)), json).Fingerprint;

    private static Graph<string, string> Article(string name = "article", int version = 1, string words = "Notes on", StepPolicy? policy = null) =>
        Graph.Define(name, version, (GraphBuilder g, Step<string> topic) =>
        {
            var notes = g.Ask("notes", topic, t => Prompt.Text($"{words} {t}"), policy);
            var tone = g.Switch("tone", notes, static n => n.Length / 2.0)
                .Case(0.5, static (inner, n) => inner.Compute("short", n, static x => x))
                .Otherwise(static (inner, n) => inner.Compute("long", n, static x => x));
            return g.Compute("all", notes, tone, (n, t) => words + n + t);
        });

    /// <summary>The record with one property changed, for every property of it and of the records within it.</summary>
    private static IEnumerable<(string Name, object Value)> Variants(object record)
    {
        foreach (var property in record.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(static p => p.CanWrite))
        {
            var name = $"{record.GetType().Name}.{property.Name}";
            var current = property.GetValue(record);
            if (current is Retry or Timeouts or Budget or Fallback or CachePolicy or Splice or Hedge or StructuredOutput)
            {
                foreach (var (inner, value) in Variants(current))
                {
                    yield return ($"{name}/{inner}", Changed(record, property, value));
                }
            }
            else
            {
                yield return (name, Changed(record, property, Other(property)));
            }
        }
    }

    private static object Changed(object record, PropertyInfo property, object? value)
    {
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static object? Other(PropertyInfo property) => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        var type when type == typeof(string) => "something else: {errors} {schema}",
        var type when type == typeof(int) => 77,
        var type when type == typeof(long) => 77L,
        var type when type == typeof(decimal) => 77.7m,
        var type when type == typeof(double) => 77.7,
        var type when type == typeof(bool) => false,
        var type when type == typeof(TimeSpan) => TimeSpan.FromSeconds(77),
        var type when type == typeof(FailureReasons) => FailureReasons.Of(FailureReason.Refused),
        var type when type == typeof(ImmutableArray<string>) => ImmutableArray.Create("x", "y"),
        var type when type == typeof(CacheScope) => CacheScope.Shared,
        var type when type == typeof(UnknownFields) => UnknownFields.Ignore,
        var type when type == typeof(JsonTolerance) => JsonTolerance.TrailingCommas,
        var type when type == typeof(UnknownPrice) => UnknownPrice.Flat(2),
        var type => throw new NotSupportedException($"{property.Name} has a type this test does not know: {type}. Teach it."),
    };
}

internal sealed record Note(string Title, int Stars);

[JsonSerializable(typeof(Note))]
internal sealed partial class PlainJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Note))]
internal sealed partial class CamelJson : JsonSerializerContext;
