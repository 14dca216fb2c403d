using System.Text;

namespace Orchestration.Month.Systems;

/// <summary>What one reader was shown, and when.</summary>
internal sealed class Shown(TimeProvider time, DateTimeOffset asked)
{
    private readonly StringBuilder _text = new();

    public TimeSpan? FirstToken { get; private set; }

    public TimeSpan? Total { get; private set; }

    /// <summary>How often the text was taken back and begun anew.</summary>
    public int Restarts { get; private set; }

    public int Splices { get; set; }

    public int Attempts { get; set; }

    public bool Succeeded { get; private set; }

    public bool IsFromCache { get; set; }

    /// <summary>The model that gave the answer, or its end.</summary>
    public string? Model { get; set; }

    /// <summary>The model that gave the beginning of a spliced answer, and how long that is.</summary>
    public string? FirstModel { get; set; }

    public int SplicedAt { get; set; }

    public string? Failure { get; private set; }

    public string Text => _text.ToString();

    public void Add(string piece)
    {
        FirstToken ??= time.GetUtcNow() - asked;
        _text.Append(piece);
    }

    public void TakeBack()
    {
        Restarts += _text.Length > 0 ? 1 : 0;
        _text.Clear();
        (SplicedAt, FirstModel) = (0, null);
    }

    public void End(bool succeeded, string? failure)
    {
        (Succeeded, Failure) = (succeeded, failure);
        Total = time.GetUtcNow() - asked;
    }
}
