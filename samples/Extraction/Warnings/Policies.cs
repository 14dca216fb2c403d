using Orchestration.Policies;
using Orchestration.Schemas;

namespace Extraction.Warnings;

/// <summary>The terms of the one step. What <c>Output</c> says here are the library's defaults: leave it out, and the sample works the same.</summary>
internal static class Policies
{
    public static readonly StepPolicy Read = new()
    {
        Output = new()
        {
            // A code fence or a "Sure, here it is:" is put right without another call, and the audit log says so.
            Tolerance = JsonTolerance.CodeFence | JsonTolerance.SurroundingText,

            // A member that the type does not know makes an answer invalid.
            UnknownFields = UnknownFields.Refuse,

            // An answer is stopped at the first character that no valid one has there: what would follow is not paid for.
            StopsEarly = true,

            // The attempt after an invalid answer shows the model that answer and what is wrong with it.
            Repairs = true,
        },

        // The first answer, and two repairs. Then the document is given up: this sample compares models, so no other one steps in.
        Retry = new() { MaxAttempts = 3 },
        Fallback = Fallback.None,

        Timeout = TimeSpan.FromMinutes(1),

        // For one document. Models whose price is not known are asked all the same; a business would refuse them.
        Budget = new() { MaxUsd = 0.05m, UnknownPrice = UnknownPrice.Allow },
    };
}
