using ContentPlatform.Models;

namespace Orchestration.Samples.Tests.ContentPlatforms;

public sealed class ModelChoiceTests
{
    [Fact]
    public void Without_a_key_the_local_model_answers()
    {
        Assert.Empty(From([]).Providers);
        Assert.StartsWith("local", From([]).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_providers_whose_keys_are_there_answer_with_the_models_that_are_named()
    {
        var choice = From(new() { ["ANTHROPIC_API_KEY"] = "a", ["GOOGLE_API_KEY"] = "g", ["GEMINI_MODEL"] = "gemini-x", ["OLLAMA_HOST"] = "127.0.0.1" });

        Assert.Equal(["Anthropic", "Gemini", "Ollama"], choice.Providers.Select(static provider => provider.Name));
        Assert.Equal(["gemini-x"], choice.Providers[1].Models);
        Assert.Equal("Anthropic, Gemini, Ollama, as the environment says; local as reserve", choice.Description);
    }

    [Fact]
    public void An_address_without_a_model_and_one_that_is_none_are_told_apart()
    {
        Assert.Contains("OPENAI_MODEL is not", Fault(new() { ["OPENAI_BASE_URL"] = "http://127.0.0.1:8000/v1" }), StringComparison.Ordinal);
        Assert.Contains("is not an address", Fault(new() { ["OPENAI_BASE_URL"] = "somewhere", ["OPENAI_MODEL"] = "m" }), StringComparison.Ordinal);

        static string Fault(Dictionary<string, string> environment) => Assert.Throws<ContentPlatform.UsageException>(() => From(environment)).Message;
    }

    [Fact]
    public void The_command_line_goes_before_the_environment()
    {
        Dictionary<string, string> environment = new() { ["OPENAI_API_KEY"] = "key" };

        Assert.Empty(ModelChoice.From(environment.GetValueOrDefault, local: true, simulate: false).Providers);
        Assert.Equal(4, ModelChoice.From(environment.GetValueOrDefault, local: false, simulate: true).Providers.Count);
    }

    private static ModelChoice From(Dictionary<string, string> environment) => ModelChoice.From(environment.GetValueOrDefault, local: false, simulate: false);
}
