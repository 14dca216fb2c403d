using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class TokenEstimateTests
{
    private const string English =
        "The old library stood at the corner of the square, and for as long as anyone could remember its doors had opened at nine in the morning. "
        + "Inside, the rooms were cool and quiet; a clerk stamped the cards, and children read beneath the tall windows until the light was gone.";

    /// <summary>Texts with their counts in the o200k_base vocabulary.</summary>
    public static TheoryData<string, int> Counted => new()
    {
        { English, 56 },
        { "3.14159265358979323846264338327950288419716939937510 2026-11-20 12:34:56 1234567890", 37 },
        { "Die alte Bibliothek stand an der Ecke des Platzes, und solange sich jemand erinnern konnte, öffneten sich ihre Türen um neun Uhr morgens. Drinnen waren die Räume kühl und still; größere Bücher lagen für Schüler bereit.", 47 },
        { "La vieille bibliothèque se trouvait à l'angle de la place, et d'aussi loin que l'on se souvienne, ses portes s'ouvraient à neuf heures du matin. À l'intérieur, les salles étaient fraîches et silencieuses.", 53 },
        { "Thư viện cũ nằm ở góc quảng trường, và từ khi mọi người còn nhớ được, cửa của nó mở lúc chín giờ sáng. Bên trong, các phòng mát mẻ và yên tĩnh.", 47 },
        { "Старая библиотека стояла на углу площади, и сколько кто-либо помнил, её двери открывались в девять утра. Внутри комнаты были прохладными и тихими; дети читали под высокими окнами.", 49 },
        { "Η παλιά βιβλιοθήκη στεκόταν στη γωνία της πλατείας και, απ' όσο θυμόταν κανείς, οι πόρτες της άνοιγαν στις εννέα το πρωί.", 46 },
        { "كانت المكتبة القديمة تقف عند زاوية الساحة، وطالما يتذكر أي شخص كانت أبوابها تفتح في التاسعة صباحًا. في الداخل كانت الغرف باردة وهادئة.", 42 },
        { "הספרייה הישנה עמדה בפינת הכיכר, וככל שמישהו זוכר דלתותיה נפתחו בתשע בבוקר. בפנים החדרים היו קרירים ושקטים.", 42 },
        { "पुराना पुस्तकालय चौक के कोने पर खड़ा था, और जहाँ तक किसी को याद है, उसके दरवाज़े सुबह नौ बजे खुलते थे। अंदर कमरे ठंडे और शांत थे।", 76 },
        { "ห้องสมุดเก่าตั้งอยู่ที่มุมจัตุรัส และเท่าที่ใครจะจำได้ ประตูของมันเปิดเวลาเก้าโมงเช้า ข้างในห้องเย็นและเงียบสงบ", 60 },
        { "பழைய நூலகம் சதுக்கத்தின் மூலையில் நின்றது, அதன் கதவுகள் காலை ஒன்பது மணிக்குத் திறக்கப்பட்டன.", 58 },
        { "አሮጌው ቤተ መጻሕፍት በአደባባዩ ጥግ ላይ ቆሞ ነበር፤ በሮቹም ከጠዋቱ ሦስት ሰዓት ይከፈቱ ነበር።", 111 },
        { "老图书馆坐落在广场的一角，自从有人记得以来，它的大门总是在早上九点打开。里面的房间凉爽而安静；孩子们在高高的窗户下阅读，直到光线消失。", 55 },
        { "老圖書館坐落在廣場的一角，自從有人記得以來，它的大門總是在早上九點打開。裡面的房間涼爽而安靜。", 43 },
        { "古い図書館は広場の角に立っていて、誰もが覚えている限り、その扉は朝九時に開いていた。中の部屋は涼しくて静かだった。カタカナテスト。", 55 },
        { "오래된 도서관은 광장 모퉁이에 서 있었고, 누구나 기억하는 한 그 문은 아침 아홉 시에 열렸다. 안의 방들은 시원하고 조용했다.", 47 },
        { "😀🎉👨‍👩‍👧‍👦🏳️‍🌈🚀✨🔥💡📚🧠👍🏽🇩🇪", 38 },
        { "∀x∈ℝ: ∑ᵢ αᵢ·xᵢ ≤ ∫₀¹ f(t) dt ⇒ ‖x‖₂ ≠ ∞ − √2", 45 },
    };

    [Theory]
    [MemberData(nameof(Counted))]
    public void Ordinary_text_is_estimated_at_its_count_or_above_but_not_by_far(string text, int counted)
    {
        var estimate = TokenEstimate.OfText(text);

        Assert.InRange(estimate, counted, (counted * 2.3) + 2);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    public void Small_texts_have_small_estimates(string text, long tokens) => Assert.Equal(tokens, TokenEstimate.OfText(text));

    [Fact]
    public void A_text_takes_what_its_characters_take_wherever_they_stand()
    {
        var random = new Random(7);
        const string alphabet = "abcXYZ 019{}\",\n\té中한я";
        for (var length = 0; length < 300; length++)
        {
            var text = string.Create(length, random, static (span, random) =>
            {
                foreach (ref var unit in span)
                {
                    unit = alphabet[random.Next(alphabet.Length)];
                }
            });
            var weight = text.Sum(static unit => unit switch
            {
                <= ' ' => 3,
                <= '\x7F' => char.IsAsciiLetter(unit) ? 3 : 8,
                'é' => 12,
                'я' => 8,
                _ => 15,
            });

            Assert.Equal((weight + 11) / 12, TokenEstimate.OfText(text));
        }
    }

    [Fact]
    public void A_lone_surrogate_is_half_a_pair() => Assert.Equal(2, TokenEstimate.OfText("\ud800"));

    [Fact]
    public void A_long_text_does_not_overflow() => Assert.Equal(1_250_000, TokenEstimate.OfText(new string('a', 5_000_000)));

    [Fact]
    public void A_request_takes_its_messages_images_tools_and_schema()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, [new TextContent("What is this?"), new DataContent(new byte[] { 1 }, "image/png")]),
        ];
        var tool = AIFunctionFactory.Create(static (string city) => city.Length, "weather", "The weather of a city.");

        var plain = TokenEstimate.OfRequest(messages);
        var withTool = TokenEstimate.OfRequest(messages, new ChatOptions { Tools = [tool] });

        Assert.Equal((2 * TokenEstimate.PerMessage) + TokenEstimate.PerImage + TokenEstimate.OfText("Be brief.") + TokenEstimate.OfText("What is this?"), plain);
        Assert.InRange(withTool - plain, tool.JsonSchema.GetRawText().Length / 3, tool.JsonSchema.GetRawText().Length);
    }
}
