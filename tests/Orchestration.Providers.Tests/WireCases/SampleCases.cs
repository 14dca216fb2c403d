using System.Text.Json.Nodes;
using Orchestration.WireCases;

namespace Orchestration.Providers.Tests.WireCases;

/// <summary>A short stream of each protocol, made by hand, so that the tests have something to run where no recorded traffic is.</summary>
internal static class SampleCases
{
    private const string Messages = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"usage":{"input_tokens":9,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Thé 茶"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"brew","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"cups\":"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"2}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":20}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private const string Chat = """
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"content":"Thé 茶"},"finish_reason":null}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"content":" 🍵"},"finish_reason":null}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"brew","arguments":"{\"cups\":"}}]},"finish_reason":null}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"2}"}}]},"finish_reason":null}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":20,"total_tokens":29}}

        data: [DONE]


        """;

    private const string Responses = """
        event: response.created
        data: {"type":"response.created","response":{"id":"resp_1","object":"response","created_at":1,"model":"gpt","status":"in_progress","output":[]}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"Thé 茶"}

        event: response.output_item.done
        data: {"type":"response.output_item.done","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Thé 茶","annotations":[]}]}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","output_index":1,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"brew","arguments":"","status":"in_progress"}}

        event: response.function_call_arguments.delta
        data: {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":1,"delta":"{\"cups\":2}"}

        event: response.output_item.done
        data: {"type":"response.output_item.done","output_index":1,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"brew","arguments":"{\"cups\":2}","status":"completed"}}

        event: response.completed
        data: {"type":"response.completed","response":{"id":"resp_1","object":"response","created_at":1,"model":"gpt","status":"completed","output":[{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Thé 茶","annotations":[]}]},{"id":"fc_1","type":"function_call","call_id":"call_1","name":"brew","arguments":"{\"cups\":2}","status":"completed"}],"usage":{"input_tokens":9,"output_tokens":20,"total_tokens":29}}}


        """;

    private const string Gemini = """
        data: {"candidates":[{"content":{"parts":[{"text":"Thé 茶"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9},"modelVersion":"gemini","responseId":"r1"}

        data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"brew","args":{"cups":2}}}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9},"modelVersion":"gemini","responseId":"r1"}

        data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":20,"totalTokenCount":29},"modelVersion":"gemini","responseId":"r1"}


        """;

    private const string Ollama = """
        {"model":"llama","created_at":"2025-01-01T00:00:00Z","message":{"role":"assistant","content":"Thé 茶"},"done":false}
        {"model":"llama","created_at":"2025-01-01T00:00:01Z","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"brew","arguments":{"cups":2}}}]},"done":false}
        {"model":"llama","created_at":"2025-01-01T00:00:02Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":9,"eval_count":20}

        """;

    public static IReadOnlyList<WireCase> Streams { get; } =
    [
        Stream("messages", "/v1/messages", Messages),
        Stream("chat", "/v1/chat/completions", Chat),
        Stream("responses", "/v1/responses", Responses),
        Stream("generateContent", "/v1beta/models/gemini:streamGenerateContent?alt=sse", Gemini),
        Stream("ollama-chat", "/api/chat", Ollama),
    ];

    /// <summary>The JSON of a case without a recorded request.</summary>
    public static JsonObject Json(string id, string api, string path, string body, bool isStreaming, JsonObject expect) => new()
    {
        ["id"] = id,
        ["provider"] = "samples",
        ["wire_api"] = api,
        ["streaming"] = isStreaming,
        ["request"] = new JsonObject { ["path"] = path, ["body"] = null },
        ["response"] = new JsonObject { ["status"] = 200, ["body"] = body },
        ["expect"] = expect,
    };

    private static WireCase Stream(string api, string path, string body) =>
        WireCase.Parse(System.Text.Encoding.UTF8.GetBytes(Json($"sample-{api}", api, path, body, isStreaming: true, new JsonObject { ["stream_complete"] = true }).ToJsonString()));
}
