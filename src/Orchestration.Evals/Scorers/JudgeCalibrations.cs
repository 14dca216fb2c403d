using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Evals.Scorers;

/// <summary>Calibrations by the judge's version, as a file in the application's repository. Immutable.</summary>
/// <example>
/// <code>
/// var calibrations = JudgeCalibrations.Load("evals/judges.json");
/// var judge = Scorer.Judge(Rubrics.Publishable) with { Calibrations = calibrations };   // MayGate once the file has it
/// </code>
/// </example>
public sealed class JudgeCalibrations
{
    private readonly ImmutableSortedDictionary<string, JudgeCalibration> _byVersion;

    private JudgeCalibrations(ImmutableSortedDictionary<string, JudgeCalibration> byVersion) => _byVersion = byVersion;

    /// <summary>None.</summary>
    public static JudgeCalibrations None { get; } = new(ImmutableSortedDictionary.Create<string, JudgeCalibration>(StringComparer.Ordinal));

    /// <summary>The calibration of a version of a judge; <see langword="null"/> for none.</summary>
    public JudgeCalibration? this[string version] => _byVersion.GetValueOrDefault(version);

    /// <summary>Whether the version has been calibrated, and well enough to fail a build.</summary>
    public bool MayGate(string version) => this[version] is { MayGate: true };

    /// <summary>With one more, or in the place of an older one of the same judge.</summary>
    public JudgeCalibrations With(JudgeCalibration calibration) => new(_byVersion.SetItem(calibration.Judge, calibration));

    /// <summary>Reads a file; one that is not there has none. Read when evals are registered, so at once and not in the background.</summary>
    /// <exception cref="FormatException">It is not such a file; the message says where.</exception>
    public static JudgeCalibrations Load(string path)
    {
        if (!File.Exists(path))
        {
            return None;
        }

        try
        {
            var all = JsonSerializer.Deserialize(File.ReadAllText(path), CalibrationJson.Default.ImmutableArrayJudgeCalibration);
            return all.Aggregate(None, static (calibrations, one) => calibrations.With(one));
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path} holds no calibrations of judges: {e.Message} Take it from the repository's history, or delete it and calibrate again.", e);
        }
    }

    /// <summary>Writes the file: the same calibrations give the same bytes.</summary>
    public void Save(string path) => File.WriteAllText(path, $"{JsonSerializer.Serialize([.. _byVersion.Values], CalibrationJson.Default.ImmutableArrayJudgeCalibration)}\n");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImmutableArray<JudgeCalibration>))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
