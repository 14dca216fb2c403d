using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestration.Audit;
using Orchestration.Cli.Commands.Catalog;
using Orchestration.Cli.Commands.Drift;
using Orchestration.Cli.Commands.Evals;
using Orchestration.Cli.Commands.GoldenSets;
using Orchestration.Cli.Commands.Graphs;
using Orchestration.Cli.Commands.Logs;
using Orchestration.Cli.Commands.Replays;
using Orchestration.Models;

namespace Orchestration.Cli;

/// <summary>The JSON that the tool reads and writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CliEnum<RunOutcome>), typeof(CliEnum<StepOutcome>), typeof(CliEnum<FailureReason>), typeof(CliEnum<AuditFaultKind>), typeof(CliEnum<Orchestration.Billing.ReconciliationClass>),
        typeof(CliEnum<Orchestration.Replay.DivergenceReason>), typeof(CliEnum<Orchestration.Replay.DiffMark>), typeof(CliEnum<Orchestration.Runs.VerificationOutcome>), typeof(CliEnum<Orchestration.Evals.Running.CaseOutcome>),
        typeof(CliEnum<Orchestration.Evals.Reruns.BisectOutcome>), typeof(CliEnum<Orchestration.Evals.Scorers.ScoreKind>)])]
[JsonSerializable(typeof(RunListDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(AuditVerification))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(StatsDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(ModelListDocument))]
[JsonSerializable(typeof(PriceDocument))]
[JsonSerializable(typeof(CheckDocument))]
[JsonSerializable(typeof(Orchestration.Billing.ReconciliationReport))]
[JsonSerializable(typeof(GraphListDocument))]
[JsonSerializable(typeof(GraphDocument))]
[JsonSerializable(typeof(EvalRunDocument))]
[JsonSerializable(typeof(AcceptDocument))]
[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(SeenDocument))]
[JsonSerializable(typeof(VerificationDocument))]
[JsonSerializable(typeof(VerificationsDocument))]
[JsonSerializable(typeof(RerunDocument))]
[JsonSerializable(typeof(WhatIfDocument))]
[JsonSerializable(typeof(BisectDocument))]
[JsonSerializable(typeof(DriftAcceptanceDocument))]
[JsonSerializable(typeof(GoldenAddDocument))]
[JsonSerializable(typeof(GoldenSampleDocument))]
[JsonSerializable(typeof(GoldenCheckDocument))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>Enums as the audit log writes them: <c>rate_limited</c>.</summary>
internal sealed class CliEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
