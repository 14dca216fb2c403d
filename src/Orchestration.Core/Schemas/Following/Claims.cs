using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Following;

/// <summary>What a schema claims about the values of a document that are open, kept up with each step of its text.</summary>
internal sealed class Claims
{
    // A schema that says more than this about one value is left to the evaluator from there on: alternatives within alternatives multiply.
    private const int MaxWatches = 128;

    private readonly JsonFollower _json;
    private readonly WatchStack _watches = new();
    private readonly List<OpenValue> _values = [];
    private readonly List<(FollowedSchema Schema, Watch Owner)> _next = [];
    private readonly Refusals _refusals;
    private readonly Judge _judge;
    private readonly StringClaims _strings;
    private readonly NameClaims _names;
    private int _open;

    public Claims(JsonSchema schema, JsonFollower json, bool explains)
    {
        _json = json;
        _refusals = new Refusals(json, explains);
        _judge = new Judge(json, _refusals, schema.Options);
        _strings = new StringClaims(json, _watches, _refusals);
        _names = new NameClaims(json, _watches, _refusals);
        _next.Add((schema.HasDynamicScope ? FollowedSchema.OfWhole(schema.Root) : FollowedSchema.Of(schema.Root), _watches.Root));
    }

    /// <summary>After how many characters it became certain that no document that begins so is valid; <see langword="null"/> as long as one may be.</summary>
    public int? FellAt => _watches.Root.IsAlive ? null : _watches.RootPosition;

    /// <summary>Why, if that was asked for.</summary>
    public SchemaError? Error => _watches.Root.Doom?.Error;

    private OpenValue Top => _values[_open - 1];

    public void Take(JsonStep step)
    {
        switch (step)
        {
            case JsonStep.Begin:
                BeginValue();
                break;
            case JsonStep.Text when Top.IsRead:
                _strings.Take(Top, _open - 1);
                break;
            case JsonStep.End:
                EndValue();
                break;
            case JsonStep.Name:
                BeginName(Top);
                break;
            case JsonStep.NameText:
                TakeName();
                break;
            case JsonStep.NameEnd:
                EndName();
                break;
            case JsonStep.Comma when Top.Kind == JsonKinds.Array:
                ExpectItem(Top, _json.Container(_open - 1).Count);
                break;
            case JsonStep.Comma:
                _names.Expect(Top, _open - 1);
                break;
            default:
                break;
        }
    }

    private void BeginValue()
    {
        if (_open > 0 && Top.Kind == JsonKinds.Array)
        {
            BeginItem(Top);
        }

        Open(_json.Kind, isName: false);
    }

    private void Open(JsonKinds kind, bool isName)
    {
        if (_values.Count == _open)
        {
            _values.Add(new OpenValue());
        }

        var value = _values[_open++];
        value.Open(kind, isName, _watches);
        foreach (var (schema, owner) in _next)
        {
            Claim(schema, owner, value);
        }

        _next.Clear();
        for (var i = value.FirstWatch; i < _watches.Count; i++)
        {
            Expand(_watches[i], value);
        }

        for (var i = value.FirstWatch; kind == JsonKinds.String && i < _watches.Count; i++)
        {
            value.IsRead |= _watches[i].Schema is { } schema && (schema.Texts is not null || schema.Node.Strings is not null);
        }
    }

    // What the watch itself stands on, of the same value. Watches are expanded in their order, so that a claim which several make is watched once.
    private void Expand(Watch watch, OpenValue value)
    {
        if (!watch.IsAlive || watch.Schema is not { } schema)
        {
            return;
        }

        if (watch.Index - value.FirstWatch >= MaxWatches)
        {
            watch.IsLeftToTheEnd = true;
            return;
        }

        foreach (var part in schema.All)
        {
            Claim(part, watch, value);
        }

        ClaimAlternatives(schema.AnyOf, isOneOf: false, watch, value);
        ClaimAlternatives(schema.OneOf, isOneOf: true, watch, value);
    }

    private void ClaimAlternatives(FollowedSchema[] members, bool isOneOf, Watch owner, OpenValue value)
    {
        if (members.Length == 0 || !owner.IsAlive)
        {
            return;
        }

        var group = _watches.Push(owner);
        group.ClaimGroup(owner.Schema!, members.Length, isOneOf);
        foreach (var member in members)
        {
            Claim(member, group, value);
        }
    }

    private void Claim(FollowedSchema schema, Watch owner, OpenValue value)
    {
        if (!owner.IsAlive || schema.Constant == true)
        {
            return;
        }

        if (_refusals.AtBegin(schema, value, _open - 1, out var doom))
        {
            _watches.Strike(owner, _json.Seen, doom);
        }
        else if (schema.IsMoreThanKind(value.Kind))
        {
            Watch(schema, owner, value);
        }
    }

    private void Watch(FollowedSchema schema, Watch owner, OpenValue value)
    {
        for (var i = _watches.Count - 1; i >= value.FirstWatch && i > owner.Index; i--)
        {
            if (_watches[i].Schema != schema)
            {
                continue;
            }

            if (_watches[i].IsAlive)
            {
                _watches.Own(_watches[i], owner);
            }
            else
            {
                _watches.Strike(owner, _json.Seen, _watches[i].Doom);
            }

            return;
        }

        _watches.Push(owner).Claim(schema);
    }

    private void EndValue()
    {
        var value = Top;
        for (var i = _watches.Count - 1; i >= value.FirstWatch; i--)
        {
            if (_watches[i].IsAlive && !_judge.Accepts(_watches[i], value, _open - 1, out var doom))
            {
                _watches.Fell(_watches[i], _json.Seen, doom);
            }
        }

        _judge.Forget();
        _watches.Pop(value);
        _open--;
    }

    private void BeginItem(OpenValue array)
    {
        var index = _json.Container(_open - 1).Count - 1;
        if (index == 0)
        {
            ExpectItem(array, index);
        }

        for (var i = array.FirstWatch; i < _watches.Count; i++)
        {
            Ask(_watches[i].Schema?.Item(index), _watches[i]);
        }
    }

    // After a comma another item must come, so what rules it out need not wait for it.
    private void ExpectItem(OpenValue array, int index)
    {
        for (var i = array.FirstWatch; i < _watches.Count; i++)
        {
            if (_watches[i] is { IsAlive: true, Schema: { Node.Arrays: { } rules } schema } watch && (index >= rules.MaxItems || schema.Item(index)?.Constant == false))
            {
                _watches.Fell(watch, _json.Seen, _refusals.TooManyItems(schema, index, _open - 1));
            }
        }
    }

    private void BeginName(OpenValue value)
    {
        _names.Expect(value, _open - 1);
        for (var i = value.FirstWatch; i < _watches.Count; i++)
        {
            if (_watches[i] is { IsAlive: true, Schema: { Node.Objects: not null } schema } watch)
            {
                watch.Names = new PrefixRange(schema.PossibleNames);
                value.IsRead |= schema.HasClosedNames;
                Ask(schema.PropertyNames, watch);
            }
        }

        if (_next.Count > 0)
        {
            Open(JsonKinds.String, isName: true);
        }
    }

    private void TakeName()
    {
        if (Top.IsName && Top.IsRead)
        {
            _strings.Take(Top, _open - 1);
        }

        var level = Top.IsName ? _open - 2 : _open - 1;
        if (_values[level].IsRead)
        {
            _names.Take(_values[level], level, end: Top.IsName ? Top.FirstWatch : _watches.Count);
        }
    }

    private void EndName()
    {
        if (Top.IsName)
        {
            EndValue();
        }

        var name = _json.Container(_open - 1).Name!;
        for (var i = Top.FirstWatch; i < _watches.Count; i++)
        {
            if (_watches[i] is { IsAlive: true, Schema: { Node.Objects: not null } schema } watch)
            {
                AskForProperty(name, schema, watch);
            }
        }
    }

    private void AskForProperty(string name, FollowedSchema schema, Watch watch)
    {
        var property = schema.Property(name);
        Ask(property, watch);
        var isKnown = property is not null;
        foreach (var (pattern, matched) in schema.PatternProperties)
        {
            var matches = pattern.IsMatch(name);
            isKnown |= matches != false;
            if (matches is null)
            {
                _watches.Fell(watch, _json.Seen, _refusals.TooSlow(schema, pattern, _open - 1));
            }
            else if (matches == true)
            {
                Ask(matched, watch);
            }
        }

        if (!isKnown && schema.Additional is { Constant: false })
        {
            _watches.Fell(watch, _json.Seen, _refusals.UnknownName(schema, _open - 1));
        }
        else if (!isKnown)
        {
            Ask(schema.Additional, watch);
        }
    }

    // Claims about the value, or name, that comes next. One that rules out all values is not kept waiting for it.
    private void Ask(FollowedSchema? schema, Watch owner)
    {
        if (schema is null or { Constant: true } || !owner.IsAlive)
        {
            return;
        }

        if (schema.Constant == false)
        {
            _watches.Fell(owner, _json.Seen, _refusals.Nothing(schema, _open));
        }
        else
        {
            _next.Add((schema, owner));
        }
    }
}
