namespace Orchestration.Schemas.Following;

/// <summary>What is claimed of a string, or of a name, while its content comes: its length, and the values it may have.</summary>
internal sealed class StringClaims(JsonFollower json, WatchStack watches, Refusals refusals)
{
    // Plain text stands in the document as it stands in the string, an escape's character is alone: so places in one are places in the other.
    public void Take(OpenValue value, int level)
    {
        for (var rest = json.Fresh; rest.Length > 0;)
        {
            var length = rest.Length;
            for (var i = value.FirstWatch; i < watches.Count; i++)
            {
                length = Math.Min(length, Reach(watches[i], rest, value.CodePoints));
            }

            var part = rest[..length];
            rest = rest[length..];
            value.CodePoints += char.IsLowSurrogate(part[0]) ? 0 : length;
            for (var i = value.FirstWatch; i < watches.Count; i++)
            {
                Take(watches[i], value, level, part, json.Seen - rest.Length);
            }
        }
    }

    // How much of the text is to be taken before the watch may fall, with the character that decides.
    private static int Reach(Watch watch, ReadOnlySpan<char> text, int codePoints)
    {
        if (!watch.IsAlive || watch.Schema is not { } schema)
        {
            return text.Length;
        }

        var texts = watch.Texts;
        var reach = schema.Texts is null ? text.Length : texts.Take(text);
        return schema.Node.Strings is { } strings && strings.MaxLength - codePoints < reach ? Math.Max(strings.MaxLength - codePoints + 1, 1) : reach;
    }

    private void Take(Watch watch, OpenValue value, int level, ReadOnlySpan<char> text, int position)
    {
        if (!watch.IsAlive || watch.Schema is not { } schema)
        {
            return;
        }

        if (value.CodePoints > (schema.Node.Strings?.MaxLength ?? int.MaxValue))
        {
            watches.Fell(watch, position, refusals.TooLong(schema, value, level));
        }
        else if (schema.Texts is not null)
        {
            watch.Texts.Take(text);
            if (watch.Texts.Left.IsEmpty)
            {
                watches.Fell(watch, position, refusals.NotListed(schema, value, level));
            }
        }
    }
}
