using Microsoft.Extensions.AI;

namespace Orchestration.Routing.Classifiers;

/// <summary>The signs of a request as a short row of numbers, each about between 0 and 1.</summary>
internal static class DenseFeatures
{
    public const int Count = 16;

    public static void Write(in RequestSigns signs, Span<double> features)
    {
        var task = signs.Task;
        features[0] = 1; // The bias.
        features[1] = ExactMath.RoughLog2(task.Length) / 16;
        features[2] = task.Lines == 0 ? 0 : (double)task.CodeLines / task.Lines;
        features[3] = Rough(task.Fences + task.Identifiers);
        features[4] = Rough(task.Traces);
        features[5] = Rough(task.Items);
        features[6] = Rough(task.Questions);
        features[7] = Rough(task.Numbers);
        features[8] = Rough(task.Formulas);
        features[9] = Rough(task.Strong);
        features[10] = Rough(task.Mild) - Rough(task.Easy);
        features[11] = Rough(task.Constraints);
        features[12] = Rough(signs.Messages - 1);
        features[13] = Rough(signs.Tools);
        features[14] = Rough(signs.Images) + Rough(signs.SchemaMembers);
        features[15] = signs.Effort is ReasoningEffort.High or ReasoningEffort.ExtraHigh ? 1 : 0;
    }

    private static double Rough(int count) => Math.Min(1, ExactMath.RoughLog2(count) / 6);
}
