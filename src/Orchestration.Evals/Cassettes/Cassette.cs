using System.Text;
using System.Text.Json;

namespace Orchestration.Evals.Cassettes;

/// <summary>A folder of recorded responses: sixteen files by the first digit of the key, sorted by key, and the times of the runs. In memory there is only where each response lies.</summary>
/// <remarks>
/// What is recorded goes to a journal first, and into the files when the cassette is closed; a journal that a crash has left is taken in. Safe for use by many threads; one process writes a folder at a
/// time.
/// </remarks>
internal sealed class Cassette : IDisposable
{
    public const string HeaderName = "cassette.json";
    public const string TimingsName = "runs.jsonl";

    private const int JournalFile = 16;

    private static readonly byte[] Header = "{\"format\":1}\n"u8.ToArray();

    private readonly string _folder;
    private readonly CassetteJournal? _journal;
    private readonly CassetteFile?[] _files = new CassetteFile?[JournalFile + 1];
    private readonly Lock _gate = new();
    private readonly Dictionary<CassetteKey, Place> _old = [];
    private readonly Dictionary<CassetteKey, Place> _fresh = [];
    private readonly Dictionary<(string Case, string Variant, int Repeat), RecordedTiming> _oldTimings = [];
    private readonly Dictionary<(string Case, string Variant, int Repeat), RecordedTiming> _freshTimings = [];

    private Cassette(string folder, bool writes)
    {
        _folder = folder;
        if (writes)
        {
            Directory.CreateDirectory(folder);
        }

        CheckFormat();
        for (var digit = 0; digit < JournalFile; digit++)
        {
            Open(digit, Path.Combine(folder, FileName(digit)));
        }

        foreach (var line in CassetteFile.ReadLines(Path.Combine(folder, TimingsName)))
        {
            AddTiming(_oldTimings, line);
        }

        var journal = Path.Combine(folder, CassetteJournal.FileName);
        if (writes)
        {
            // A line that a crash has cut off goes; the others are as good as those in the files.
            CassetteFile.CutOff(journal);
        }

        Open(JournalFile, journal);
        _journal = writes ? new CassetteJournal(journal) : null;
        if (writes && _files[JournalFile] is null)
        {
            _files[JournalFile] = CassetteFile.Open(journal);
        }
    }

    /// <summary>Where it lies.</summary>
    public string Folder => _folder;

    /// <summary>Opens a cassette.</summary>
    /// <param name="folder">Made if it is not there and is to be written.</param>
    /// <param name="writes">Whether responses are to be added.</param>
    /// <exception cref="FormatException">A file of it is not one of a cassette; the message says where.</exception>
    /// <exception cref="IOException">Another process writes it.</exception>
    public static Cassette Open(string folder, bool writes) => new(folder, writes);

    public bool Has(CassetteKey key)
    {
        lock (_gate)
        {
            return _fresh.ContainsKey(key) || _old.ContainsKey(key);
        }
    }

    /// <summary>A response; <see langword="null"/> if there is none.</summary>
    public RecordedResponse? Find(CassetteKey key)
    {
        Place place;
        lock (_gate)
        {
            if (!_fresh.TryGetValue(key, out place) && !_old.TryGetValue(key, out place))
            {
                return null;
            }
        }

        return JsonSerializer.Deserialize(_files[place.File]!.Read(place.Offset, place.Length).Span, CassetteLines.Response);
    }

    /// <summary>Adds the responses of a run. One that was recorded before in the same session stays: what another case has played of it is not to change.</summary>
    public void Add(IReadOnlyCollection<RecordedResponse> responses)
    {
        foreach (var response in responses)
        {
            var key = CassetteKey.Parse(Encoding.ASCII.GetBytes(response.Key));
            var line = JsonSerializer.SerializeToUtf8Bytes(response, CassetteLines.Response);
            lock (_gate)
            {
                if (!_fresh.ContainsKey(key))
                {
                    _fresh.Add(key, new Place(JournalFile, _journal!.Append(line), line.Length));
                }
            }
        }
    }

    public RecordedTiming? FindTiming(string caseHash, string variant, int repeat)
    {
        lock (_gate)
        {
            return _freshTimings.GetValueOrDefault((caseHash, variant, repeat)) ?? _oldTimings.GetValueOrDefault((caseHash, variant, repeat));
        }
    }

    /// <summary>The runs that were recorded, those of earlier sessions and of this one.</summary>
    public IReadOnlyCollection<RecordedTiming> Timings()
    {
        lock (_gate)
        {
            return [.. _oldTimings.Values, .. _freshTimings.Values];
        }
    }

    public void Add(RecordedTiming timing)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(timing, CassetteLines.Timing);
        lock (_gate)
        {
            _journal!.Append(line);
            _freshTimings[(timing.Case, timing.Variant, timing.Repeat)] = timing;
        }
    }

    /// <summary>Brings what was recorded into the files, sorted.</summary>
    /// <param name="prune">Whether what was not recorded in this session goes.</param>
    public void Save(bool prune)
    {
        lock (_gate)
        {
            if (!prune && _files[JournalFile] is { Length: 0 })
            {
                return;
            }

            var kept = prune ? new Dictionary<CassetteKey, Place>() : new Dictionary<CassetteKey, Place>(_old);
            var timings = prune ? [] : new Dictionary<(string, string, int), RecordedTiming>(_oldTimings);
            foreach (var (key, place) in _fresh)
            {
                kept[key] = place;
            }

            foreach (var (key, timing) in _freshTimings)
            {
                timings[key] = timing;
            }

            Write(kept, timings.Values);
        }
    }

    public void Dispose()
    {
        _journal?.Dispose();
        foreach (var file in _files)
        {
            file?.Dispose();
        }

        if (_journal is { IsSaved: true })
        {
            File.Delete(Path.Combine(_folder, CassetteJournal.FileName));
        }
    }

    private static string FileName(int digit) => $"{digit:x}.jsonl";

    private void Write(Dictionary<CassetteKey, Place> kept, IEnumerable<RecordedTiming> timings)
    {
        File.WriteAllBytes(Path.Combine(_folder, HeaderName), Header);
        foreach (var digit in Enumerable.Range(0, JournalFile))
        {
            var lines = kept.Where(entry => entry.Key.File == digit).OrderBy(static entry => entry.Key.Upper).ThenBy(static entry => entry.Key.Lower)
                .Select(entry => _files[entry.Value.File]!.Read(entry.Value.Offset, entry.Value.Length));
            CassetteFile.Replace(Path.Combine(_folder, FileName(digit)), lines);
        }

        CassetteFile.Replace(Path.Combine(_folder, TimingsName), timings
            .OrderBy(static timing => timing.Case, StringComparer.Ordinal).ThenBy(static timing => timing.Variant, StringComparer.Ordinal).ThenBy(static timing => timing.Repeat)
            .Select(static timing => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(timing, CassetteLines.Timing)));
        _journal!.IsSaved = true;
    }

    private void CheckFormat()
    {
        var path = Path.Combine(_folder, HeaderName);
        if (File.Exists(path) && !File.ReadAllText(path).Replace(" ", string.Empty, StringComparison.Ordinal).Contains("\"format\":1}", StringComparison.Ordinal))
        {
            throw new FormatException($"'{path}' says another format than 1, which this version of Orchestration reads. Record the cassette anew, or read it with the version that wrote it.");
        }
    }

    private void Open(int number, string path)
    {
        if (CassetteFile.Open(path) is not { } file)
        {
            return;
        }

        _files[number] = file;
        foreach (var line in CassetteFile.ReadLines(path))
        {
            if (line.Utf8.Span.StartsWith("{\"key\":\""u8) && line.Utf8.Length > CassetteKey.HexLength + 8)
            {
                _old[KeyOf(line)] = new Place(number, line.Offset, line.Utf8.Length);
            }
            else if (number == JournalFile)
            {
                AddTiming(_oldTimings, line);
            }
            else
            {
                throw line.Fault("a line begins with its key", null);
            }
        }
    }

    private static CassetteKey KeyOf(CassetteLine line)
    {
        try
        {
            return CassetteKey.Parse(line.Utf8.Span.Slice(8, CassetteKey.HexLength));
        }
        catch (FormatException e)
        {
            throw line.Fault(e.Message, e);
        }
    }

    private static void AddTiming(Dictionary<(string, string, int), RecordedTiming> timings, CassetteLine line)
    {
        try
        {
            var timing = JsonSerializer.Deserialize(line.Utf8.Span, CassetteLines.Timing)!;
            timings[(timing.Case, timing.Variant, timing.Repeat)] = timing;
        }
        catch (JsonException e)
        {
            throw line.Fault(e.Message, e);
        }
    }

    /// <summary>Where a line lies.</summary>
    private readonly record struct Place(int File, long Offset, int Length);
}
