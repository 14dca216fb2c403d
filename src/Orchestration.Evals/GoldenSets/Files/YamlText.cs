using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>A YAML document: a list of cases, or a mapping whose last member, <c>cases</c>, is one. Read case by case; what is anchored with <c>&amp;</c> is kept.</summary>
internal sealed class YamlText(TextReader reader) : IGoldenText
{
    private readonly YamlJson _json = new(new Parser(new Scanner(reader, skipComments: true)));
    private Place _place;
    private bool _isMapping;

    private enum Place
    {
        Start,
        Cases,
        End,
    }

    // YamlDotNet reads synchronously.
    public ValueTask<GoldenPart?> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(_place switch
            {
                Place.Start => Start(),
                Place.Cases => NextCase(),
                _ => null,
            });
        }
        catch (YamlException exception)
        {
            return ValueTask.FromResult<GoldenPart?>(End(YamlJson.LineOf(exception.Start), $"this is no YAML: {exception.Message}"));
        }
        catch (DecoderFallbackException)
        {
            return ValueTask.FromResult<GoldenPart?>(End(_json.Line, "from here on there are bytes that are not UTF-8; save the file as UTF-8."));
        }
    }

    public void Dispose() => reader.Dispose();

    private GoldenPart? Start()
    {
        if (!_json.MoveTo<DocumentStart>())
        {
            _place = Place.End;
            return null;
        }

        _json.Move();
        _place = Place.Cases;
        switch (_json.Current)
        {
            case SequenceStart:
                _json.Move();
                return NextCase();
            case MappingStart:
                _isMapping = true;
                return Header();
            case Scalar { Value.Length: 0 }:
                _place = Place.End;
                return null;
            default:
                return End(_json.Line, "a golden set is a list of cases, or a mapping with 'cases:'.");
        }
    }

    private GoldenPart Header()
    {
        var header = _json.ReadMembersBefore("cases");
        if (_json.Current is MappingEnd)
        {
            return End(header.Line, "the file has no 'cases:'; write the cases as a list under it.");
        }

        if (_json.Current is not SequenceStart)
        {
            return End(_json.Line, "'cases' must be a list: a line for each case that begins with '- '.");
        }

        _json.Move();
        return Part(header, isHeader: true);
    }

    private GoldenPart? NextCase()
    {
        if (_json.Current is not SequenceEnd)
        {
            return Part(_json.ReadValue(), isHeader: false);
        }

        _place = Place.End;
        _json.Move();
        if (_isMapping && _json.Current is not MappingEnd)
        {
            return GoldenPart.Faulty(_json.Line, "'cases' must be the last member of the file, so that it can be read case by case; move this above it.");
        }

        _json.MoveTo<DocumentEnd>();
        _json.Move();
        return _json.Current is DocumentStart ? GoldenPart.Faulty(_json.Line, "a file is one YAML document; put what comes after '---' into a file of its own.") : null;
    }

    private GoldenPart Part(LocatedJson json, bool isHeader) => _json.TakeFaults() is { IsEmpty: false } faults ? new(isHeader, null, faults) : new(isHeader, json, []);

    private GoldenPart End(int line, string message)
    {
        _place = Place.End;
        return GoldenPart.Faulty(line, message);
    }
}
