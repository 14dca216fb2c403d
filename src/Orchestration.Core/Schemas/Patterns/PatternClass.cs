namespace Orchestration.Schemas.Patterns;

/// <summary>Reads a class in brackets.</summary>
internal static class PatternClass
{
    /// <summary>The set that follows an opening bracket.</summary>
    public static CodePointSet Read(PatternReader reader)
    {
        var isNegated = reader.Take('^');
        var set = new CodePointSet();
        while (!reader.Take(']'))
        {
            var (first, members) = ReadAtom(reader);
            if (members is not null)
            {
                set.Add(members);
                continue;
            }

            var here = reader.Position;
            if (!reader.Take('-') || reader.Next == ']')
            {
                reader.Position = here;
                set.Add(first, first);
                continue;
            }

            var (last, others) = ReadAtom(reader);
            if (others is not null)
            {
                // [+-\d]: with the u flag an error, without it a hyphen, which is what everybody means.
                set.Add(first, first).Add('-', '-').Add(others);
                continue;
            }

            if (first > last)
            {
                throw reader.Problem("a range in a class is out of order");
            }

            set.Add(first, last);
        }

        return isNegated ? set.Complement() : set;
    }

    private static (int CodePoint, CodePointSet? Set) ReadAtom(PatternReader reader)
    {
        if (reader.IsAtEnd)
        {
            throw reader.Problem("a class has no ']'");
        }

        if (!reader.Take('\\'))
        {
            return (reader.TakeCodePoint(), null);
        }

        if (reader.TakeClassEscape() is { } set)
        {
            return (0, set);
        }

        return reader.Take('b') ? ('\b', null) : (reader.TakeCharacterEscape(), null);
    }
}
