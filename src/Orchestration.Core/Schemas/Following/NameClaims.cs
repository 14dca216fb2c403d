namespace Orchestration.Schemas.Following;

/// <summary>What is claimed of the names of an object before they are whole: how many there are, and the known ones where no others are allowed.</summary>
internal sealed class NameClaims(JsonFollower json, WatchStack watches, Refusals refusals)
{
    // After a comma another name must come, and none that was there before.
    public void Expect(OpenValue value, int level)
    {
        var container = json.Container(level);
        for (var i = value.FirstWatch; i < watches.Count; i++)
        {
            if (watches[i] is not { IsAlive: true, Schema: { Node.Objects: { } rules } schema } watch)
            {
                continue;
            }

            if (container.Count >= rules.MaxProperties)
            {
                watches.Fell(watch, json.Seen, refusals.TooManyProperties(schema, container.Count, level));
            }
            else if (schema.HasClosedNames && !container.LacksAny(schema.PossibleNames))
            {
                watches.Fell(watch, json.Seen, refusals.NoMoreNames(schema, level));
            }
        }
    }

    public void Take(OpenValue value, int level, int end)
    {
        var text = json.Fresh;
        for (var at = 0; at < text.Length; at++)
        {
            for (var i = value.FirstWatch; i < end; i++)
            {
                if (watches[i] is not { IsAlive: true, Schema: { HasClosedNames: true } schema } watch)
                {
                    continue;
                }

                watch.Names.Take(text.Slice(at, 1));
                if (!json.Container(level).LacksAny(watch.Names.Left))
                {
                    watches.Fell(watch, json.Seen - text.Length + at + 1, refusals.UnknownName(schema, level));
                }
            }
        }
    }
}
