using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Evals.Cassettes;

/// <summary>Takes down one response while it comes.</summary>
internal sealed class ResponseRecorder(Take take, TakenRequest request)
{
    private static readonly JsonTypeInfo<IList<AIContent>> Contents = (JsonTypeInfo<IList<AIContent>>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<AIContent>));

    private readonly Lock _gate = new();
    private readonly long _started = take.Time.GetTimestamp();
    private readonly List<RecordedPiece> _pieces = [];
    private RecordedFailure? _failure;
    private string? _modelId;
    private bool _hasEnded;
    private bool _isClosed;
    private bool _cannotBeSaid;
    private bool _hasContent;

    public void Add(ChatResponseUpdate update)
    {
        lock (_gate)
        {
            _hasContent |= update.Contents.Count > 0;
            if (take.Mode == CassetteMode.Off || _isClosed)
            {
                return;
            }

            var plain = update.Contents is [TextContent { AdditionalProperties: null or { Count: 0 } } text] ? text.Text : null;
            var modelId = update.ModelId == _modelId ? null : update.ModelId;
            _modelId = update.ModelId ?? _modelId;
            _pieces.Add(new RecordedPiece
            {
                At = Math.Round(take.Time.GetElapsedTime(_started).TotalSeconds, 3),
                Text = plain,
                Contents = plain is not null || update.Contents.Count == 0 ? null : ElementOf(update.Contents),
                Finish = update.FinishReason?.Value,
                ModelId = modelId,
            });
        }
    }

    public void Fail(Exception exception)
    {
        lock (_gate)
        {
            if (_hasContent)
            {
                take.Break();
            }

            if (!_isClosed)
            {
                var failure = ModelCallException.From(exception, _hasContent);
                _failure = new RecordedFailure { Reason = failure.Reason, Message = failure.Message, Code = failure.ProviderCode, RetryAfter = failure.RetryAfter?.TotalSeconds };
            }
        }
    }

    /// <summary>The response has ended, or its reader has left it: nothing more is waited for.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }
    }

    /// <summary>What there is by now; <see langword="null"/> when it has contents that cannot be written.</summary>
    public RecordedResponse? Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (!_hasEnded)
            {
                _failure ??= new RecordedFailure { Reason = FailureReason.Timeout, Message = "the model had not answered when its call gave it up." };
            }

            return _cannotBeSaid ? null : new RecordedResponse { Key = request.Key.ToString(), Model = request.Model, Pieces = [.. _pieces], Failure = _failure };
        }
    }

    private JsonElement? ElementOf(IList<AIContent> contents)
    {
        try
        {
            return JsonSerializer.SerializeToElement(contents, Contents);
        }
        catch (NotSupportedException)
        {
            // Contents of a client's own type: such a response is always asked for anew.
            _cannotBeSaid = true;
            return null;
        }
    }
}
