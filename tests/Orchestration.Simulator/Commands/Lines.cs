using System.Globalization;

namespace Orchestration.Simulator.Commands;

/// <summary>What the program prints.</summary>
internal static class Lines
{
    /// <summary>Where each protocol is, in the form in which its clients want it.</summary>
    public static string Addresses(Uri address)
    {
        var root = address.GetLeftPart(UriPartial.Authority);
        return $"""
            Listening on {root}

              OpenAI, llama.cpp   {root}/v1       chat/completions, responses, embeddings
              Anthropic           {root}          v1/messages
              Gemini              {root}/v1beta   models/..:generateContent, :streamGenerateContent, :embedContent, :batchEmbedContents
              Ollama              {root}          api/chat, api/embed, api/tags
              the log             {root}/simulator/requests

            """;
    }

    public static string Head => "    #  time          protocol           model                     status  ended        tokens in/out       s         USD  faults";

    /// <summary>A served request in a line under <see cref="Head"/>.</summary>
    public static string Of(ServedRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"{request.Number,5}  {request.At.ToLocalTime():HH:mm:ss.fff}  {request.Protocol,-17}  {Cut(request.Model, 24),-24}  {Status(request),6}  {request.Delivery,-9}  {request.Billed.Input,8}/{request.TokensSent,-6}  {request.Duration.TotalSeconds,6:0.00}  {request.CostUsd,10:0.000000}  {string.Join(", ", request.Faults.Select(static fault => fault.GetType().Name))}");

    /// <summary>The totals, a line a model.</summary>
    public static string Of(ModelTotals totals) => string.Create(
        CultureInfo.InvariantCulture,
        $"{totals.Requests,5} requests, {totals.Answered,5} answered  {Cut(totals.Model, 24),-24}  {totals.Billed.Input,10} tokens in  {totals.Billed.Output,10} out  {totals.CostUsd,12:0.000000} USD");

    private static string Status(ServedRequest request) => request.Status == 0 ? "-" : request.Status.ToString(CultureInfo.InvariantCulture);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
