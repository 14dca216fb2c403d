namespace Orchestration.Replay;

/// <summary>What has most likely changed since a run was recorded. The log holds requests, not code: each class rests on evidence of another strength, which is named with it.</summary>
public enum DivergenceReason
{
    /// <summary>Code beside the prompts: pure steps whose values feed the request, or that decide which steps run. Rests on the graph's structure, or on steps that one side lacks.</summary>
    Code,

    /// <summary>The prompt itself: only messages or instructions differ, and the step depends on recorded values alone. What a prompt's own lambda computes counts as the prompt.</summary>
    Prompt,

    /// <summary>Options of the request such as temperature, limits or tools; or the graph's policies. Rests on the request's own members, or on the graph's fingerprint, which covers more than policies.</summary>
    Policy,

    /// <summary>The schema of the output: it is a member of the request, or a recorded answer is not valid any more.</summary>
    Schema,

    /// <summary>What is known of a model, such as its price. Rests on the price in each attempt's record. No part of a step's own request comes from the catalogue, so that it never makes a run diverge.</summary>
    Catalogue,
}
