using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class EventReaderPropertyTests
{
    private static readonly string[] Lines =
    [
        "data: {\"a\":1}", "data:{\"text\":\"é茶🐳\"}", "data:  padded ", "data:", "data", "data: ", "event: delta", "event:error", "event", "event: ", ": OPENROUTER PROCESSING", ":", "id: 7", "retry: 10", "unknown: x",
        "datax: y", "data: [DONE]", "data: a:b", "data: \u2028",
    ];

    private static readonly string[] Ends = ["\n", "\r\n", "\r"];

    /// <summary>
    /// Bodies as the standard has them: each event ends with a blank line; ends of lines are mixed; there may be a byte order mark. A block with a name has data:
    /// the framework lets a name outlive a block without, the standard does not.
    /// </summary>
    private static readonly Gen<string> Conforming =
        from mark in Gen.Elements("", "\uFEFF")
        from blocks in Block().ListOf()
        select mark + string.Concat(blocks) + "\n\n";

    /// <summary>Any mixture of what providers send, in no order: half lines, bare JSON, arrays.</summary>
    private static readonly Gen<string> Wild =
        from mark in Gen.Elements("", "", "\uFEFF")
        from lines in Line(Gen.Elements([.. Lines, "", "{", "}", "  \"a\": [1, \"]\", \"\\\"\"]", "{\"error\":{\"code\":503}}", "[{\"a\":1}", ",{\"b\":{}}]", "dat", "\t", "[", "\\"])).ListOf()
        from rest in Gen.Elements("", "data: {\"a\"", "{\"a\":1}", "\r", "event: x")
        select mark + string.Concat(lines) + rest;

    private static readonly Gen<List<int>> Cuts = Gen.Choose(1, 9).NonEmptyListOf().Select(static lengths => lengths.ToList());

    [Fact]
    public void Conforming_streams_are_read_as_the_framework_reads_them() =>
        Prop.ForAll(Arb.From(Conforming), Arb.From(Cuts), static (body, cuts) => Assert.Equal(Events.ByTheFramework(body), Events.Of(body, EventFraming.ServerSentEvents, cuts)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_way_to_cut_the_bytes_gives_the_same_events(bool isServerSent)
    {
        var framing = isServerSent ? EventFraming.ServerSentEvents : EventFraming.JsonLines;
        Prop.ForAll(Arb.From(Wild), Arb.From(Cuts), (body, cuts) => Assert.Equal(Events.Of(body, framing), Events.Of(body, framing, cuts)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void One_cut_at_each_byte_of_a_stream_changes_nothing()
    {
        var body = Encoding.UTF8.GetBytes("\uFEFFevent: a\r\ndata: {\"x\":\"🐳\"}\r\ndata: é\r\n\r\n: c\r\rdata: 2\n\n{\"error\":\n {}\n}\n\ndata: tail");
        var whole = Events.Of(body, EventFraming.ServerSentEvents);

        for (var cut = 1; cut < body.Length; cut++)
        {
            Assert.Equal(whole, Events.Of(body, EventFraming.ServerSentEvents, cut, body.Length));
        }
    }

    private static Gen<string> Block() =>
        from lines in Line(Gen.Elements(Lines)).ListOf()
        from last in Line(Gen.Elements("data: last", "data:{}"))
        from end in Gen.Elements(Ends)
        select string.Concat(lines) + (lines.Any(static line => line.StartsWith("event", StringComparison.Ordinal)) ? last : string.Empty) + end;

    private static Gen<string> Line(Gen<string> lines) => from line in lines from end in Gen.Elements(Ends) select line + end;
}
