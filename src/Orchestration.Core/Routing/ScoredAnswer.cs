namespace Orchestration.Routing;

/// <summary>How good one model's answer to one request was, as an eval has judged it.</summary>
/// <param name="RequestHash">The request: SHA-256 of its canonical form in lower-case hex, as the audit log has it.</param>
/// <param name="Model">The name the model is registered by.</param>
/// <param name="Score">From 0 to 1.</param>
public sealed record ScoredAnswer(string RequestHash, string Model, double Score);
