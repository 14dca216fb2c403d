using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>Turns the values of a YAML stream into JSON, one after the other.</summary>
internal sealed class YamlJson(IParser parser)
{
    // What aliases can blow a few lines up to; far above any case, far below what hurts.
    private const int MaxBytes = 16 << 20;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Dictionary<AnchorName, byte[]> _anchors = [];
    private readonly List<LineFault> _faults = [];
    private ArrayBufferWriter<byte> _buffer = new();
    private List<(int Offset, int Line)> _lines = [];
    private int _anchored;
    private int _depth;

    public ParsingEvent Current => parser.Current!;

    /// <summary>The line that the stream has come to.</summary>
    public int Line => parser.Current is { } current ? LineOf(current.Start) : 1;

    public static int LineOf(Mark mark) => checked((int)mark.Line);

    public bool Move()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException exception)
        {
            // YamlDotNet 16.3 has no words of its own for a dash within brackets.
            throw new YamlException(Current.Start, Current.End, "what follows here cannot be read; is a bracket or quote left open?", exception);
        }
    }

    public bool MoveTo<T>()
        where T : ParsingEvent
    {
        while (parser.Current is not T)
        {
            if (!Move())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What was wrong with the values read since the last time.</summary>
    public ImmutableArray<LineFault> TakeFaults()
    {
        ImmutableArray<LineFault> faults = [.. _faults];
        _faults.Clear();
        return faults;
    }

    /// <summary>Reads the value that the stream stands on, and moves past it.</summary>
    public LocatedJson ReadValue()
    {
        using var writer = Begin();
        Value(writer);
        return End(writer);
    }

    /// <summary>Reads the members of a mapping, and stops at the value of the one named, or at the mapping's end.</summary>
    public LocatedJson ReadMembersBefore(string name)
    {
        using var writer = Begin();
        Mark(writer);
        writer.WriteStartObject();
        Members(writer, name);
        writer.WriteEndObject();
        return End(writer);
    }

    private Utf8JsonWriter Begin()
    {
        (_buffer, _lines) = (new(), []);
        return new Utf8JsonWriter(_buffer, Readable);
    }

    private LocatedJson End(Utf8JsonWriter writer)
    {
        writer.Flush();
        return new LocatedJson(_buffer.WrittenMemory, _lines);
    }

    private void Mark(Utf8JsonWriter writer) => _lines.Add((Written(writer), Line));

    private static int Written(Utf8JsonWriter writer) => checked((int)(writer.BytesCommitted + writer.BytesPending));

    private void Value(Utf8JsonWriter writer)
    {
        var node = Current;
        var start = Written(writer);
        if (start > MaxBytes || ++_depth > CanonicalJson.Strict.MaxDepth)
        {
            throw new YamlException(node.Start, node.End, "the value is too large or nested too deep; a case may have 16 MiB and 128 levels.");
        }

        Mark(writer);
        switch (node)
        {
            case Scalar scalar:
                Scalar(scalar, writer);
                break;
            case SequenceStart:
                Sequence(writer);
                break;
            case MappingStart:
                Mapping(writer);
                break;
            case AnchorAlias alias:
                Alias(alias, writer);
                break;
        }

        _depth--;
        if (node is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            Keep(anchored, start, writer);
        }
    }

    private void Scalar(Scalar scalar, Utf8JsonWriter writer)
    {
        var token = YamlScalar.Token(scalar, out var fault);
        if (fault is not null)
        {
            Fault(scalar, fault);
        }

        if (token is null)
        {
            writer.WriteStringValue(scalar.Value);
        }
        else
        {
            writer.WriteRawValue(token, skipInputValidation: true);
        }

        Move();
    }

    private void Sequence(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        Move();
        while (Current is not SequenceEnd)
        {
            Value(writer);
        }

        Move();
        writer.WriteEndArray();
    }

    private void Mapping(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Members(writer, until: null);
        Move();
        writer.WriteEndObject();
    }

    private void Members(Utf8JsonWriter writer, string? until)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        Move();
        while (Current is not MappingEnd)
        {
            var name = Name(names);
            if (name == until)
            {
                Move();
                return;
            }

            Mark(writer);
            writer.WritePropertyName(name);
            Move();
            Value(writer);
        }
    }

    private string Name(Dictionary<string, int> names)
    {
        if (Current is not Scalar { Value: var name } key)
        {
            throw new YamlException(Current.Start, Current.End, "the name of a member must be a word or text, not a list, a mapping or an alias.");
        }

        if (name == "<<" && key.Style == ScalarStyle.Plain)
        {
            Fault(key, "'<<' is not part of YAML 1.2; write the members out, or give them in 'defaults'.");
        }
        else if (!names.TryAdd(name, Line))
        {
            Fault(key, FormattableString.Invariant($"the member '{name}' is already given in line {names[name]}; leave one of the two out."));
        }

        return name;
    }

    private void Alias(AnchorAlias alias, Utf8JsonWriter writer)
    {
        if (_anchors.TryGetValue(alias.Value, out var value))
        {
            writer.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            Fault(alias, $"nothing above is anchored as '&{alias.Value}'.");
            writer.WriteNullValue();
        }

        Move();
    }

    private void Keep(NodeEvent node, int start, Utf8JsonWriter writer)
    {
        writer.Flush();
        var value = _buffer.WrittenSpan[start..];
        value = value[0] == (byte)',' ? value[1..] : value;
        _anchored += value.Length;
        if (_anchored > MaxBytes)
        {
            throw new YamlException(node.Start, node.End, "the anchored values of the file are larger than 16 MiB together.");
        }

        _anchors[node.Anchor] = value.ToArray();
    }

    private void Fault(ParsingEvent where, string message) => _faults.Add(new(LineOf(where.Start), message));
}
