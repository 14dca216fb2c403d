namespace Orchestration.Evals.Cassettes;

/// <summary>What an evaluation does with recorded responses.</summary>
public enum CassetteMode
{
    /// <summary>If the folder is there, responses come from it and from nowhere else: a missing one is an error that names the call. If it is not, models are asked and nothing is recorded.</summary>
    Play,

    /// <summary>Responses come from the folder where it has them; others are asked for and recorded.</summary>
    RecordMissing,

    /// <summary>All responses are asked for and recorded anew.</summary>
    Record,

    /// <summary>Models are asked; the folder is neither read nor written.</summary>
    Off,
}
