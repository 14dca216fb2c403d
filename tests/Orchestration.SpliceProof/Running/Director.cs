using System.Collections.Concurrent;
using System.Globalization;
using Orchestration.Simulator;
using Orchestration.SpliceProof.Cases;

namespace Orchestration.SpliceProof.Running;

/// <summary>Plays the models of every case at once: a request says by its question which case it belongs to.</summary>
internal sealed class Director
{
    private readonly ConcurrentDictionary<int, Part> _parts = new();

    /// <summary>What is asked for a case.</summary>
    public static string Question(int number) => string.Create(CultureInfo.InvariantCulture, $"Please answer question {number}.");

    /// <summary>Begins a case.</summary>
    /// <param name="kill">The case.</param>
    /// <param name="fault">What the first stream dies of; <see langword="null"/> = it lives.</param>
    public Part Begin(Kill kill, Fault? fault) => _parts[kill.Number] = new Part(kill, fault);

    public void End(Kill kill) => _parts.TryRemove(kill.Number, out _);

    /// <summary>The script of a request; given to the simulator.</summary>
    public ModelScript? Choose(PromptSeen prompt) => _parts.TryGetValue(NumberIn(prompt.Question), out var part) ? part.Next(prompt) : null;

    public static int NumberIn(string question) =>
        int.TryParse(question.AsSpan(question.LastIndexOf(' ') + 1).TrimEnd('.'), CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>One case in play.</summary>
    internal sealed class Part(Kill kill, Fault? fault)
    {
        private readonly Lock _gate = new();
        private readonly List<PromptSeen> _prompts = [];

        /// <summary>The requests so far.</summary>
        public IReadOnlyList<PromptSeen> Prompts
        {
            get
            {
                lock (_gate)
                {
                    return [.. _prompts];
                }
            }
        }

        /// <summary>How those that were asked to carry on did it.</summary>
        public IReadOnlyList<Continuation> Successors => [.. kill.Scripts.Concat(Enumerable.Repeat(kill.Scripts[^1], 10)).Take(Prompts.Count(static prompt => prompt.AnswerSoFar is not null))];

        public ModelScript Next(PromptSeen prompt)
        {
            lock (_gate)
            {
                _prompts.Add(prompt);
                var carried = _prompts.Count(static seen => seen.AnswerSoFar is not null);
                var dies = _prompts.Count switch { 1 => fault, 2 => fault is null ? null : kill.SecondDeath, _ => null };
                return new ModelScript
                {
                    Answer = new TextAnswer(kill.Answer.Text),
                    Continuation = prompt.AnswerSoFar is null ? null : kill.Scripts[Math.Min(carried, kill.Scripts.Length) - 1],
                    Faults = dies is null ? [] : [dies.Always()],
                    Pace = new Pace { TokensPerChunk = kill.TokensPerChunk, TokensPerSecond = kill.TokensPerSecond },
                };
            }
        }
    }
}
