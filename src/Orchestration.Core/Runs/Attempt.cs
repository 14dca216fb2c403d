using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Routing;
using Orchestration.Streaming;

namespace Orchestration.Runs;

/// <summary>One request to one model: the call's own, or one that carries a broken answer on or repairs an invalid one.</summary>
internal sealed class Attempt
{
    // Of a request that is another than the call's.
    private readonly StrongBox<RequestProfile>? _own;

    public Attempt(CallState call, RegisteredModel model, BrokenAnswer? broken, HedgeRace? race, InvalidAnswer? invalid = null)
    {
        (Call, Model, Race) = (call, model, race);
        Token = race?.Enter(this) ?? call.Run.Token;
        (Messages, Options) = call.RequestTo(model);
        if (broken is not null)
        {
            var prefills = model.Profile.Capabilities?.HasFlag(ModelCapabilities.AssistantPrefill) == true;
            Continuation = new Continuation(broken);
            Messages = ContinuationPrompt.Messages(Messages, broken.Kept, call.Call.Policy.Splice, prefills);
            Options = ContinuationPrompt.Options(Options, broken.Kept);
        }
        else if (invalid is not null)
        {
            Repaired = invalid;
            Messages = RepairPrompt.Messages(Messages, invalid.Text, invalid.Fault.Errors, invalid.Fault.StoppedAt is not null, call.Call.Policy.Output.RepairTemplate);
        }

        if (!IsInStepsWords)
        {
            _own = new StrongBox<RequestProfile>(RequestProfile.Of(Messages, Options));
        }

        EstimatedInputTokens = model.Calibration.Estimate(Profile);
    }

    public CallState Call { get; }

    public RegisteredModel Model { get; }

    public List<ChatMessage> Messages { get; }

    public ChatOptions Options { get; }

    /// <summary>What the prompt probably takes, by what is known of the model.</summary>
    public long EstimatedInputTokens { get; }

    /// <summary>What the prompt will hardly exceed: reservations and limits count on it.</summary>
    public long MostInputTokens => Model.Calibration.UpperBound(Profile);

    public long MaxOutputTokens => BudgetGate.MaxOutputTokens(Options, Model);

    /// <summary>What of a broken answer the attempt carries on; <see langword="null"/> when it answers by itself.</summary>
    public Continuation? Continuation { get; }

    /// <summary>The answer that the model is to repair; <see langword="null"/> when it is asked for one of its own.</summary>
    public InvalidAnswer? Repaired { get; }

    /// <summary>Whether the model is sent the request as the step wrote it: not to carry on, not to repair, and with its own way of structured output.</summary>
    public bool IsInStepsWords => ReferenceEquals(Messages, Call.Messages);

    /// <summary>The race it runs against another attempt; <see langword="null"/> when it runs alone.</summary>
    public HedgeRace? Race { get; }

    /// <summary>Cancelled when the run is over, or when the race is lost.</summary>
    public CancellationToken Token { get; }

    /// <summary>Its number in the log, over all models of the call, from 1. 0 until it is sure that a request is sent.</summary>
    public int Number { get; private set; }

    /// <summary>SHA-256 of its canonical request in lower-case hex; set with the intent.</summary>
    public string RequestHash { get; set; } = string.Empty;

    /// <summary>Whether no attempt of the call was made before it, in this process.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>Our estimate of what it took, for an answer of this text.</summary>
    public Usage Estimate(string? text) => new() { InputTokens = EstimatedInputTokens, OutputTokens = Model.Calibration.EstimateOutput(text) };

    /// <summary>Learns from what the provider counted.</summary>
    public void Learn(Usage? reported)
    {
        if (reported?.InputTokens is { } tokens)
        {
            Model.Calibration.Observe(Profile, tokens);
        }
    }

    private RequestProfile Profile => _own is null ? Call.Profile : _own.Value;

    /// <summary>It is sure now that a request is sent.</summary>
    public void Start()
    {
        IsFirst = Call.Attempts == 0;
        Number = Call.NextAttempt();
    }
}
