using System.Runtime.CompilerServices;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Documents;
using Orchestration.Schemas.Evaluation.Errors;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>One evaluation of a document: what all checks share. Without a place for findings it ends at the first failure; with one it goes on and collects them.</summary>
internal ref struct EvaluationRun
{
    private const int LongestChain = 1000;

    // Of one document, each string of which may make a pattern take as long as it may.
    private const int MostTimeouts = 10;

    private readonly Workspace _workspace;
    private SchemaResource? _resource;
    private Limit _limit;
    private long _work;
    private TimeSpan _patterns;
    private int _chain;
    private int _frames;

    /// <param name="document">What is evaluated.</param>
    /// <param name="workspace">Holds the document; its stacks are used.</param>
    /// <param name="findings">Where to collect; <see langword="null"/> to stop at the first failure.</param>
    public EvaluationRun(JsonView document, Workspace workspace, Findings? findings)
    {
        Document = document;
        _workspace = workspace;
        Findings = findings;
        _work = Math.Min(100_000 + (1_000L * document.Tokens.Length), 100_000_000);
    }

    public JsonView Document { get; }

    public Findings? Findings { get; set; }

    /// <summary>How many choices between branches that look alike are being explained, one within the other.</summary>
    public int Ambiguity { get; set; }

    public readonly bool Collects => Findings is not null;

    /// <summary>What the evaluation ran into; then its result says nothing, and it is over.</summary>
    public readonly Limit Limit => _limit;

    /// <summary>Where a pattern took too long.</summary>
    public Finding? LimitFinding { get; private set; }

    public readonly Pooled<ulong> Bits => _workspace.Bits;

    public readonly Pooled<int> Slots => _workspace.Slots;

    public readonly Pooled<char> Text => _workspace.Text;

    /// <summary>The resources on the way to the node at hand, outermost first.</summary>
    public readonly List<SchemaResource> Scope => _workspace.Scope;

    public readonly ref readonly JsonToken this[int token] => ref Document.Tokens[token];

    /// <summary>Whether a child of the value at hand is what a node asks for.</summary>
    public bool CheckChild(SchemaNode node, int token)
    {
        var chain = _chain;
        _chain = 0;
        var valid = Check(node, token, EvaluatedSet.None);
        _chain = chain;
        return valid;
    }

    /// <summary>Like <see cref="Check"/>, without findings.</summary>
    public bool CheckQuietly(SchemaNode node, int token, int evaluated)
    {
        var findings = Findings;
        Findings = null;
        var valid = Check(node, token, evaluated);
        Findings = findings;
        return valid;
    }

    /// <summary>Whether a value is what a node asks for.</summary>
    /// <param name="node">The node.</param>
    /// <param name="token">The value.</param>
    /// <param name="evaluated">Where to note which children were evaluated.</param>
    public bool Check(SchemaNode node, int token, int evaluated)
    {
        if (node.Constant is { } constant)
        {
            return constant || Fail(token, node, Keywords.False);
        }

        if (!Enter())
        {
            return false;
        }

        var resource = _resource;
        var entered = !ReferenceEquals(resource, node.Resource);
        if (entered)
        {
            _resource = node.Resource;
            Scope.Add(node.Resource);
        }

        var bits = Bits.Count;
        var valid = NodeCheck.Check(ref this, node, token, evaluated);
        Bits.CutTo(bits);
        if (entered)
        {
            Scope.RemoveAt(Scope.Count - 1);
            _resource = resource;
        }

        _chain--;
        _frames--;
        return valid;
    }

    /// <summary>Notes a failure.</summary>
    /// <returns><see langword="false"/>, always: the value is not valid.</returns>
    public readonly bool Fail(int token, SchemaNode node, string keyword, long figure = 0, object? detail = null)
    {
        if (Findings is not null && _limit == Limit.None)
        {
            Findings.Add(new Finding(token, node, keyword, figure, detail));
        }

        return false;
    }

    public bool Equal(int token, JsonView other, int otherToken)
    {
        var equal = JsonEquality.Equal(Document, token, other, otherToken, Slots, ref _work);
        Charge(0);
        return equal;
    }

    public ulong Hash(int token)
    {
        var hash = JsonHash.Of(Document, token, ref _work);
        Charge(0);
        return hash;
    }

    /// <summary>Counts work that is no evaluation of a node.</summary>
    public void Charge(int work)
    {
        _work -= work;
        if (_work < 0)
        {
            Stop(Limit.Work);
        }
    }

    /// <summary>Counts the time of a pattern.</summary>
    /// <returns>Whether there is time for another.</returns>
    public bool HasTimeLeft(TimeSpan spent, TimeSpan timeout)
    {
        _patterns += spent;
        return _patterns < timeout * MostTimeouts;
    }

    /// <summary>Ends the evaluation: every further check fails at once, and nothing more is found.</summary>
    public void Stop(Limit limit, Finding? finding = null)
    {
        if (_limit == Limit.None)
        {
            _limit = limit;
            LimitFinding = finding;
        }

        _work = -1;
    }

    private bool Enter()
    {
        if (--_work < 0)
        {
            Stop(Limit.Work);
            return false;
        }

        if (++_chain > LongestChain || ((++_frames & 15) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            Stop(Limit.Depth);
            return false;
        }

        return true;
    }
}

/// <summary>What an evaluation may run into.</summary>
internal enum Limit
{
    None,

    /// <summary>Its schema asks for more work than a document of this size is worth.</summary>
    Work,

    /// <summary>Its schema leads on and on without a step into the document, or further than the stack reaches.</summary>
    Depth,

    /// <summary>A pattern took too long.</summary>
    Pattern,
}
