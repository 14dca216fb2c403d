using System.Globalization;
using System.Text;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Runs;

namespace ContentPlatform.Display;

/// <summary>What is known of a run while it runs, by step: the events of the run go in, a display reads it out. Used by one thread at a time.</summary>
internal sealed class RunBoard
{
    private readonly TimeProvider _time;
    private readonly Dictionary<string, StepRow> _byPath = new(StringComparer.Ordinal);
    private readonly List<StepRow> _top = [];
    private readonly StringBuilder _text = new();
    private readonly List<TextSeam> _seams = [];
    private readonly Dictionary<int, string> _writers = [];
    private int _speaking;

    public RunBoard(Graph graph, TimeProvider time)
    {
        _time = time;
        Started = time.GetTimestamp();
        foreach (var step in graph.Shape.Steps)
        {
            var row = new StepRow(step.Name, step.Kind);
            _top.Add(_byPath[step.Name] = row);
        }
    }

    /// <summary>The step whose text is shown while it comes.</summary>
    public const string ShownStep = "polish";

    public RunId? Run { get; private set; }

    public long Started { get; }

    /// <summary>The text of <see cref="ShownStep"/> so far.</summary>
    public string Text => _text.ToString();

    /// <summary>How often that text was broken off and begun anew.</summary>
    public int VoidedTexts { get; private set; }

    /// <summary>Where that text was carried on by another model.</summary>
    public IReadOnlyList<TextSeam> Seams => _seams;

    /// <summary>The model that broke off within that text, while nobody goes on.</summary>
    public string? BrokenOff { get; private set; }

    /// <summary>Whether there is a text to read: the end of it comes at once, so it stays while the steps behind it run.</summary>
    public bool IsShowingText => _text.Length > 0 && _top.Exists(static row => row.IsRunning);

    /// <summary>The steps in the graph's order, each with the items below it in theirs.</summary>
    public IEnumerable<(StepRow Row, int Depth)> Rows => _top.SelectMany(static row => row.Items.Values.Select(static item => (item, 1)).Prepend((row, 0)));

    public long Tokens => _top.Sum(static row => row.Tokens);

    public decimal CostUsd => _top.Sum(static row => row.CostUsd);

    public int Unpriced => _top.Sum(static row => row.Unpriced);

    public TimeSpan RunTime => _time.GetElapsedTime(Started);

    public TimeSpan Elapsed(StepRow row) => row.Duration ?? _time.GetElapsedTime(row.Started);

    public void Apply(RunEvent e)
    {
        switch (e)
        {
            case RunStarted started:
                Run = started.Run;
                break;

            case StepStarted started:
                var begun = Row(started.Step, started.Kind);
                (begun.IsRunning, begun.Started) = (true, _time.GetTimestamp());
                break;

            case AttemptStarted attempt:
                var asked = Row(attempt.Step, StepKind.Ask);
                (asked.Model, asked.Attempts) = (attempt.Model, attempt.Attempt);
                if (attempt.Step == ShownStep)
                {
                    _writers[attempt.Attempt] = attempt.Model;
                }

                break;

            case AttemptFailed { Step: var step } failed:
                var hit = Row(step, StepKind.Ask);
                hit.Failures.Add(failed.Failure);
                hit.IsCarriedOn = false;
                BrokenOff = step == ShownStep && _text.Length > 0 ? BrokenOff ?? failed.Failure.Model : BrokenOff;
                break;

            case Spliced spliced:
                Row(spliced.Step, StepKind.Ask).IsCarriedOn = true;
                if (spliced.Step == ShownStep)
                {
                    _seams.Add(new TextSeam(spliced.Position, _writers[_speaking], _writers[spliced.Attempt]));
                    (_speaking, BrokenOff) = (spliced.Attempt, null);
                }

                break;

            case Restarted { Step: ShownStep }:
                _text.Clear();
                _seams.Clear();
                BrokenOff = null;
                VoidedTexts++;
                break;

            case TextDelta { Step: ShownStep } delta:
                _text.Append(delta.Text);
                _speaking = delta.Attempt;
                break;

            case StepEnded ended:
                var row = Row(ended.Step, ended.Kind);
                (row.IsRunning, row.Outcome, row.Report) = (false, ended.Outcome, ended.Report);
                row.Duration = ended.Report?.Duration ?? _time.GetElapsedTime(row.Started);
                (row.Model, row.Attempts) = (ended.Report?.Model ?? row.Model, ended.Report?.Attempts ?? row.Attempts);
                break;
        }
    }

    /// <summary>Nothing more will happen: what is still running has been stopped.</summary>
    public void Stop()
    {
        foreach (var (row, _) in Rows)
        {
            if (row.IsRunning)
            {
                (row.Duration, row.IsRunning, row.IsStopped) = (_time.GetElapsedTime(row.Started), false, true);
            }
        }
    }

    /// <summary>The row of a path such as <c>sections[3]/write</c>, which stands below that of <c>sections</c>.</summary>
    private StepRow Row(string path, StepKind kind)
    {
        if (_byPath.TryGetValue(path, out var known))
        {
            return known;
        }

        var end = path.AsSpan().IndexOfAny('[', '/');
        var close = path.IndexOf(']', StringComparison.Ordinal);
        var index = close > end && int.TryParse(path.AsSpan(end + 1, close - end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var label = close > end ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {path[(close + 1)..].TrimStart('/')}") : path;
        var row = _byPath[path] = new StepRow(label, kind);
        if (end > 0 && _byPath.TryGetValue(path[..end], out var parent))
        {
            parent.Items[(index, path)] = row;
        }
        else
        {
            _top.Add(row);
        }

        return row;
    }
}

/// <summary>Where one model's text goes on in another's words.</summary>
/// <param name="Position">In the text, in UTF-16 code units.</param>
/// <param name="From">The model that broke off.</param>
/// <param name="To">The model that goes on.</param>
internal sealed record TextSeam(int Position, string From, string To);

/// <summary>What is known of one step.</summary>
internal sealed class StepRow(string label, StepKind kind)
{
    public string Label { get; } = label;

    public StepKind Kind { get; } = kind;

    /// <summary>The steps of a <c>ForEach</c>'s items, in the items' order.</summary>
    public SortedList<(int Index, string Path), StepRow> Items { get; } = [];

    public List<AttemptFailure> Failures { get; } = [];

    public bool IsRunning { get; set; }

    /// <summary>Whether it broke off and goes on where it was.</summary>
    public bool IsCarriedOn { get; set; }

    /// <summary>Whether the run was over before the step was.</summary>
    public bool IsStopped { get; set; }

    public long Started { get; set; }

    /// <summary>Known once it has ended.</summary>
    public TimeSpan? Duration { get; set; }

    public StepOutcome? Outcome { get; set; }

    public StepReport? Report { get; set; }

    /// <summary>Here and in the next two: of its attempts, and of its items.</summary>
    public long Tokens => (Report is null ? 0 : Words.Total(Report.Usage)) + Items.Values.Sum(static item => item.Tokens);

    public decimal CostUsd => (Report?.CostUsd ?? 0) + Items.Values.Sum(static item => item.CostUsd);

    public int Unpriced => (Report?.UnpricedAttempts ?? 0) + Items.Values.Sum(static item => item.Unpriced);

    public string? Model { get; set; }

    public int Attempts { get; set; }
}
