using System.Globalization;
using System.Text;

namespace Orchestration.Benchmarks.Streams;

/// <summary>Streamed bodies as the providers send them, a word a chunk.</summary>
internal static class Bodies
{
    private static readonly string[] Words = ["The", " sperm", " whale", " is", " the", " largest", " of", " the", " toothed", " whales", ",", " and", " dives", " deeper", " than", " most", "."];

    /// <summary>OpenAI's chat completions: about 290 bytes a chunk, with the padding that OpenAI adds.</summary>
    public static byte[] OpenAI(int chunks)
    {
        var body = new StringBuilder();
        for (var i = 0; i < chunks; i++)
        {
            Chunk(body, "{\"content\":\"" + Words[i % Words.Length] + "\"}", "null", "null");
        }

        Chunk(body, "{}", "\"stop\"", "null");
        body.Append("data: {\"id\":\"chatcmpl-C3je3MhK37EbOpas8EH6WmHmoXRad\",\"object\":\"chat.completion.chunk\",\"created\":1755006479,\"model\":\"gpt-4.1-mini-2025-04-14\",\"choices\":[],");
        body.Append(CultureInfo.InvariantCulture, $"\"usage\":{{\"prompt_tokens\":20,\"completion_tokens\":{chunks},\"total_tokens\":{chunks + 20}}}}}\n\ndata: [DONE]\n\n");
        return Encoding.UTF8.GetBytes(body.ToString());

        static void Chunk(StringBuilder body, string delta, string finish, string usage) => body.Append(
            "data: {\"id\":\"chatcmpl-C3je3MhK37EbOpas8EH6WmHmoXRad\",\"object\":\"chat.completion.chunk\",\"created\":1755006479,\"model\":\"gpt-4.1-mini-2025-04-14\",\"service_tier\":\"default\","
            + "\"system_fingerprint\":null,\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}],\"usage\":" + usage + ",\"obfuscation\":\"rco0Zxc4Gx\"}\n\n");
    }

    /// <summary>Anthropic's messages: about 120 bytes a chunk.</summary>
    public static byte[] Anthropic(int chunks)
    {
        var body = new StringBuilder();
        Event(body, "message_start", "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_01UdjYBBipA9omjYhicnevgq\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5-20250929\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":20,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":1,\"service_tier\":\"standard\"}}}");
        Event(body, "content_block_start", "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
        for (var i = 0; i < chunks; i++)
        {
            Event(body, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + Words[i % Words.Length] + "\"}}");
        }

        Event(body, "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}");
        Event(body, "message_delta", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"input_tokens\":20,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":" + chunks.ToString(CultureInfo.InvariantCulture) + "}}");
        Event(body, "message_stop", "{\"type\":\"message_stop\"}");
        return Encoding.UTF8.GetBytes(body.ToString());

        static void Event(StringBuilder body, string name, string data) => body.Append("event: ").Append(name).Append("\ndata: ").Append(data).Append("\n\n");
    }

    /// <summary>Ollama's JSON lines: about 130 bytes a line.</summary>
    public static byte[] Ollama(int chunks)
    {
        var body = new StringBuilder();
        for (var i = 0; i < chunks; i++)
        {
            body.Append("{\"model\":\"llama3.2\",\"created_at\":\"2026-03-01T12:00:00.123456789Z\",\"message\":{\"role\":\"assistant\",\"content\":\"" + Words[i % Words.Length] + "\"},\"done\":false}\n");
        }

        return Encoding.UTF8.GetBytes(body.ToString());
    }
}
