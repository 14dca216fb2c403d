using System.Text;

namespace Orchestration.Schemas.Patterns;

/// <summary>
/// Rewrites an ECMAScript expression (with its <c>u</c> flag) as a .NET one that matches the same texts. Two things are not carried over, as .NET has no words
/// for them: a group in a repeated group keeps what it captured a round before, and half a surrogate pair matches nothing.
/// </summary>
internal sealed class PatternTranslator
{
    /// <summary>How deep groups may be nested: each level is a call here and several in .NET.</summary>
    private const int MaxDepth = 200;

    private static readonly string[] Assertions = ["?=", "?!", "?<=", "?<!"];

    private readonly PatternReader _reader;
    private readonly PatternGroups _groups;
    private readonly bool _pairs;
    private readonly StringBuilder _output = new();
    private int _captured;
    private bool _needsBacktracking;

    private PatternTranslator(string source, bool pairs)
    {
        _groups = PatternGroups.Of(source);
        _reader = new(source);
        _pairs = pairs;
    }

    /// <summary>Translates an expression.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="pairs">Whether it is for texts with surrogate pairs. Without them every class is one class of .NET, which is faster.</param>
    /// <exception cref="FormatException">It is none. The message says why.</exception>
    public static (string Pattern, bool NeedsBacktracking) Translate(string source, bool pairs)
    {
        var translator = new PatternTranslator(source, pairs);
        translator.ReadAlternatives(0);
        return translator._reader.IsAtEnd
            ? (translator._output.ToString(), translator._needsBacktracking)
            : throw translator._reader.Problem("a ')' closes no group");
    }

    private void ReadAlternatives(int depth)
    {
        if (depth > MaxDepth)
        {
            throw _reader.Problem($"its groups are nested deeper than {MaxDepth}");
        }

        while (!_reader.IsAtEnd && _reader.Next != ')')
        {
            if (_reader.Take('|'))
            {
                _output.Append('|');
            }
            else if (ReadTerm(depth))
            {
                ReadQuantifier();
            }
        }
    }

    /// <returns>Whether it can be repeated: an assertion cannot.</returns>
    private bool ReadTerm(int depth)
    {
        switch (_reader.Next)
        {
            case '^':
                _reader.Position++;
                _output.Append(@"\A");
                return false;
            case '$':
                _reader.Position++;
                _output.Append(@"\z");
                return false;
            case '(':
                _reader.Position++;
                return ReadGroup(depth);
            case '[':
                _reader.Position++;
                PatternClass.Read(_reader).Write(_output, _pairs);
                return true;
            case '.':
                _reader.Position++;
                CharacterClasses.LineTerminators.Complement().Write(_output, _pairs);
                return true;
            case '\\':
                _reader.Position++;
                return ReadEscape();
            case '*' or '+' or '?':
                throw _reader.Problem($"there is nothing that '{_reader.Next}' could repeat");
            case '{':
                throw _reader.Problem("a '{' that repeats nothing must be escaped");
            default:
                Write(_reader.TakeCodePoint());
                return true;
        }
    }

    private bool ReadGroup(int depth)
    {
        var isAssertion = false;
        if (_reader.Take("?:"))
        {
            _output.Append("(?:");
        }
        else if (Assertions.FirstOrDefault(_reader.Take) is { } assertion)
        {
            isAssertion = _needsBacktracking = true;
            _output.Append('(').Append(assertion);
        }
        else if (_reader.Take("?<"))
        {
            _ = PatternGroups.TakeName(_reader);
            OpenCapture();
        }
        else if (_reader.Next == '?')
        {
            throw _reader.Problem("'(?' begins nothing that can be used here (flags such as (?i) cannot)");
        }
        else
        {
            OpenCapture();
        }

        ReadAlternatives(depth + 1);
        if (!_reader.Take(')'))
        {
            throw _reader.Problem("a group has no ')'");
        }

        _output.Append(')');
        return !isAssertion;
    }

    private void OpenCapture()
    {
        _captured++;
        _ = _groups.AreUsed ? _output.Append("(?<").Append(_captured).Append('>') : _output.Append("(?:");
    }

    private bool ReadEscape()
    {
        if (_reader.Take('b'))
        {
            WriteBoundary("(?:(?<=[{0}])(?![{0}])|(?<![{0}])(?=[{0}]))");
            return false;
        }

        if (_reader.Take('B'))
        {
            WriteBoundary("(?:(?<=[{0}])(?=[{0}])|(?<![{0}])(?![{0}]))");
            return false;
        }

        if (_reader.Next is >= '1' and <= '9')
        {
            var number = _reader.TakeNumber().GetValueOrDefault();
            WriteReference(number <= _groups.Count ? number : throw _reader.Problem($@"there is no group for \{number}"));
        }
        else if (_reader.Take('k'))
        {
            var name = _reader.Take('<') ? PatternGroups.TakeName(_reader) : throw _reader.Problem(@"\k needs a name in angle brackets");
            WriteReference(_groups.Find(name) ?? throw _reader.Problem($"there is no group '{name}'"));
        }
        else if (_reader.TakeClassEscape() is { } set)
        {
            set.Write(_output, _pairs);
        }
        else
        {
            Write(_reader.TakeCharacterEscape());
        }

        return true;
    }

    private void ReadQuantifier()
    {
        switch (_reader.Next)
        {
            case '*' or '+' or '?':
                _output.Append(_reader.Next);
                _reader.Position++;
                break;
            case '{':
                _reader.Position++;
                var min = _reader.TakeNumber() ?? throw _reader.Problem("a '{' that repeats nothing must be escaped");
                var hasMax = _reader.Take(',');
                var max = hasMax ? _reader.TakeNumber() ?? int.MaxValue : min;
                if (!_reader.Take('}'))
                {
                    throw _reader.Problem("a '{' has no '}'");
                }

                if (max < min)
                {
                    throw _reader.Problem($"{{{min},{max}}} is out of order");
                }

                _output.Append('{').Append(min).Append(hasMax ? "," : "").Append(hasMax && max < int.MaxValue ? max : null).Append('}');
                break;
            default:
                return;
        }

        if (_reader.Take('?'))
        {
            _output.Append('?');
        }
    }

    /// <summary>.NET's own boundary goes by the letters of all scripts.</summary>
    private void WriteBoundary(string format)
    {
        _needsBacktracking = true;
        _output.Append(format.Replace("{0}", "0-9A-Z_a-z", StringComparison.Ordinal));
    }

    /// <summary>A reference to a group that has matched nothing matches the empty text; in .NET it would match nothing.</summary>
    private void WriteReference(int number)
    {
        _needsBacktracking = true;
        _output.Append("(?:(?(").Append(number).Append(@")\").Append(number).Append("|))");
    }

    private void Write(int codePoint)
    {
        if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint))
        {
            _output.Append((char)codePoint);
        }
        else
        {
            new CodePointSet().Add(codePoint, codePoint).Write(_output, _pairs);
        }
    }
}
