using System.Globalization;
using System.Text;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Following;

/// <summary>Follows JSON text (RFC 8259, nothing more) as it comes, character by character: where in the document it stands, and whether it can still become JSON with no name twice in an object. Used by one reader.</summary>
internal sealed class JsonFollower(int maxDepth)
{
    private readonly TextBuffer _text = new();
    private readonly StringFollower _string = new();
    private readonly List<OpenContainer> _containers = [];

    // The names of the whole document, so that the properties of a thousand items cost their strings once.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private State _state = State.Value;
    private NumberState _number;
    private string _literal = string.Empty;
    private int _matched;
    private int _start;
    private int _openItems;

    private enum State
    {
        Value,
        FirstItem,
        FirstName,
        Name,
        Colon,
        AfterValue,
        Done,
        InName,
        InString,
        InNumber,
        InLiteral,
        Failed,
    }

    /// <summary>All text that has come.</summary>
    public ReadOnlySpan<char> Text => _text.Span;

    /// <summary>How many characters have been used.</summary>
    public int Position { get; private set; }

    /// <summary>How many characters have been looked at for the last step: the end of a number is known by the one behind it.</summary>
    public int Seen { get; private set; }

    /// <summary>The number of open containers.</summary>
    public int Depth { get; private set; }

    /// <summary>Of a value that begins or ends: one kind, or <see cref="JsonKinds.Number"/>.</summary>
    public JsonKinds Kind { get; private set; }

    /// <summary>The text of the value, or name, that is whole, as it was written.</summary>
    public ReadOnlySpan<char> Whole => _text.Span[_start..Position];

    /// <summary>The content of the current string or name so far, without escapes.</summary>
    public ReadOnlySpan<char> Content => _string.Decoded;

    /// <summary>What the last step has added to it.</summary>
    public ReadOnlySpan<char> Fresh => _string.Fresh;

    /// <summary>The last character that was used.</summary>
    public char Last => _text.Span[Position - 1];

    /// <summary>Whether the root value is whole.</summary>
    public bool IsComplete => _state == State.Done;

    /// <summary>Where the last value ended at whose end no open container was an item of an array; 0 = there was none yet.</summary>
    public int WholeLength { get; private set; }

    /// <summary>How many containers were open there. They are the outermost of those that are open now.</summary>
    public int WholeDepth { get; private set; }

    /// <summary>What is wrong, after <see cref="JsonStep.Failed"/>.</summary>
    public SchemaError? Error { get; private set; }

    /// <summary>Takes a piece of the text in, cut anywhere. <see cref="Next"/> then says what it holds.</summary>
    public void Append(ReadOnlySpan<char> text) => _text.Append(text);

    /// <summary>An open container, the outermost first; and the one that has just been closed, at <see cref="Depth"/>.</summary>
    public OpenContainer Container(int level) => _containers[level];

    /// <summary>The JSON Pointer to the value that the outermost <paramref name="levels"/> containers are on the way to.</summary>
    public string Path(int levels)
    {
        var path = new StringBuilder();
        foreach (var container in _containers.Take(levels))
        {
            path.Append('/');
            if (container.Kind == JsonKinds.Array)
            {
                path.Append(CultureInfo.InvariantCulture, $"{Math.Max(0, container.Count - 1)}");
            }
            else
            {
                path.Append(container.Name?.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            }
        }

        return path.ToString();
    }

    /// <summary>Goes on to the next thing that is known.</summary>
    public JsonStep Next()
    {
        var text = _text.Span;
        while (_state != State.Failed && Position < text.Length)
        {
            var step = _state switch
            {
                State.InString or State.InName => NextOfString(text),
                State.InNumber => NextOfNumber(text),
                State.InLiteral => NextOfLiteral(text[Position++]),
                _ => NextOfStructure(text[Position++]),
            };
            if (step != JsonStep.Starved)
            {
                return step;
            }
        }

        return _state == State.Failed ? JsonStep.Failed : JsonStep.Starved;
    }

    /// <summary>No more text comes: a number that is the whole document ends here, and no other value does.</summary>
    /// <returns>The end of that number, a failure, or <see cref="JsonStep.Starved"/> when the document was whole already.</returns>
    public JsonStep Finish()
    {
        Seen = Position;
        return _state switch
        {
            State.Done => JsonStep.Starved,
            State.Failed => JsonStep.Failed,
            State.InNumber when Depth == 0 && _number.MayEnd() => End(),
            _ => Fail("the JSON text ends before it is whole", isPlain: true),
        };
    }

    private JsonStep NextOfStructure(char c)
    {
        if (c is ' ' or '\n' or '\r' or '\t')
        {
            return JsonStep.Starved;
        }

        Seen = Position;
        switch (_state)
        {
            case State.FirstItem when c == ']':
            case State.FirstName when c == '}':
                return Close();
            case State.Value or State.FirstItem:
                return Begin(c);
            case State.FirstName or State.Name when c == '"':
                (_state, _start) = (State.InName, Position - 1);
                _string.Open();
                return JsonStep.Name;
            case State.Colon when c == ':':
                _state = State.Value;
                return JsonStep.Starved;
            case State.AfterValue when c == ',':
                _state = _containers[Depth - 1].Kind == JsonKinds.Array ? State.Value : State.Name;
                return JsonStep.Comma;
            case State.AfterValue when c == (_containers[Depth - 1].Kind == JsonKinds.Array ? ']' : '}'):
                return Close();
            default:
                return Fail(_state switch
                {
                    State.FirstName => "expected a property or \"}\"",
                    State.Name => "expected a property's name",
                    State.Colon => "expected \":\"",
                    State.Done => "expected nothing after the value",
                    _ => _containers[Depth - 1].Kind == JsonKinds.Array ? "expected \",\" or \"]\"" : "expected \",\" or \"}\"",
                });
        }
    }

    private JsonStep Begin(char c)
    {
        (Kind, var state) = c switch
        {
            '"' => (JsonKinds.String, State.InString),
            '{' => (JsonKinds.Object, State.FirstName),
            '[' => (JsonKinds.Array, State.FirstItem),
            't' or 'f' => (JsonKinds.Boolean, State.InLiteral),
            'n' => (JsonKinds.Null, State.InLiteral),
            '-' or (>= '0' and <= '9') => (JsonKinds.Number, State.InNumber),
            _ => (JsonKinds.None, State.Failed),
        };
        if (Kind == JsonKinds.None)
        {
            return Fail(_state == State.FirstItem ? "expected a value or \"]\"" : "expected a value");
        }

        var isItem = Depth > 0 && _containers[Depth - 1].Kind == JsonKinds.Array;
        if (isItem)
        {
            _containers[Depth - 1].BeginItem();
        }

        (_state, _start) = (state, Position - 1);
        switch (state)
        {
            case State.InString:
                _string.Open();
                break;
            case State.InNumber:
                _number = NumberStates.First(c);
                break;
            case State.InLiteral:
                (_literal, _matched) = (c switch { 't' => "true", 'f' => "false", _ => "null" }, 1);
                break;
            default:
                return Open(isItem);
        }

        return JsonStep.Begin;
    }

    private JsonStep Open(bool isItem)
    {
        if (Depth == maxDepth)
        {
            return Fail(string.Create(CultureInfo.InvariantCulture, $"is nested deeper than {maxDepth} levels"), isPlain: true);
        }

        if (_containers.Count == Depth)
        {
            _containers.Add(new OpenContainer());
        }

        _containers[Depth++].Open(Kind, _start, isItem);
        _openItems += isItem ? 1 : 0;
        return JsonStep.Begin;
    }

    private JsonStep Close()
    {
        var container = _containers[--Depth];
        (Kind, _start) = (container.Kind, container.Start);
        _openItems -= container.IsItem ? 1 : 0;
        return End();
    }

    private JsonStep End()
    {
        _state = Depth == 0 ? State.Done : State.AfterValue;
        if (_openItems == 0)
        {
            (WholeLength, WholeDepth) = (Position, Depth);
        }

        return JsonStep.End;
    }

    private JsonStep NextOfString(ReadOnlySpan<char> text)
    {
        var position = Position;
        var step = _string.Next(text, ref position);
        Seen = Position = position;
        return step switch
        {
            StringStep.Starved => JsonStep.Starved,
            StringStep.Text => _state == State.InName ? JsonStep.NameText : JsonStep.Text,
            StringStep.Closed => _state == State.InName ? EndName() : End(),
            _ => Fail("no string may go on so: control characters and halves of surrogate pairs are not allowed in it, nor other escapes than those of JSON"),
        };
    }

    private JsonStep EndName()
    {
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(Content, out var name))
        {
            name = Content.ToString();
            _names.Add(name);
        }

        if (!_containers[Depth - 1].TryName(name))
        {
            return Fail($"the property \"{name}\" is there twice", isPlain: true);
        }

        _state = State.Colon;
        return JsonStep.NameEnd;
    }

    private JsonStep NextOfNumber(ReadOnlySpan<char> text)
    {
        while (Position < text.Length)
        {
            var c = text[Position];
            Seen = Position + 1;
            var next = _number.Next(c);
            if (next == NumberState.Broken)
            {
                if (_number.MayEnd() && (c is ' ' or '\n' or '\r' or '\t' || (Depth > 0 && c is ',' or ']' or '}')))
                {
                    return End();
                }

                Position++;
                return Fail("no number may go on so");
            }

            (_number, Position) = (next, Position + 1);
        }

        return JsonStep.Starved;
    }

    private JsonStep NextOfLiteral(char c)
    {
        Seen = Position;
        if (c != _literal[_matched++])
        {
            return Fail($"expected {_literal}");
        }

        return _matched == _literal.Length ? End() : JsonStep.Starved;
    }

    private JsonStep Fail(string problem, bool isPlain = false)
    {
        // Within a value, or behind a name, the place is that value's; elsewhere it is the container's.
        var isInValue = _state is State.InString or State.InNumber or State.InLiteral || (_state == State.Value && Depth > 0 && _containers[Depth - 1].Kind == JsonKinds.Object);
        _state = State.Failed;
        Error = new SchemaError
        {
            InstancePath = Path(isInValue ? Depth : Math.Max(0, Depth - 1)),
            SchemaPath = string.Empty,
            Keyword = "json",
            Message = isPlain || Position == 0 ? problem : $"{problem}, got {Quote(Last)}",
        };
        return JsonStep.Failed;
    }

    private static string Quote(char c) =>
        c is < ' ' or '"' or '\\' || char.IsSurrogate(c) ? string.Create(CultureInfo.InvariantCulture, $"\"\\u{(int)c:x4}\"") : $"\"{c}\"";
}
