namespace Orchestration.SpliceProof.Cases;

/// <summary>What models say that is not the answer.</summary>
internal static class Phrases
{
    private static readonly string[] EnglishTalk =
    [
        "Here is the continuation:\n\n", "Sure! Here's the rest of the answer:\n\n", "Continuing from where I left off:\n\n", "Certainly! Continuing from the point of interruption:\n\n---\n\n",
        "I apologize for the interruption. ", "Apologies for the cut-off. Let me continue.\n\n", "...", "\u2026 ", "(continued)\n\n", "Of course, continuing: ", "**Continuation:**\n\n",
        "Okay, picking up where we left off:\n\n", "[continues] ", "My previous message was cut off. Here is the remainder:\n\n", "Sure, ",
    ];

    private const string German =
        " und so ging es weiter, bis am Ende niemand mehr wusste, womit alles begonnen hatte. Das ist nicht ungewöhnlich: In vielen Fällen bleibt nur eine Notiz.\n\n"
        + "Wer es genauer wissen will, muss in den Unterlagen nachsehen, die noch immer im Keller des Hauses liegen und die seit Jahren keiner mehr geöffnet hat.";

    private const string French =
        " et c'est ainsi que la chose a continué, jusqu'à ce que personne ne sache plus comment tout avait commencé. Ce n'est pas rare : souvent, il ne reste qu'une note.\n\n"
        + "Celui qui veut en savoir davantage doit consulter les dossiers qui se trouvent encore dans la cave de la maison et que personne n'a ouverts depuis des années.";

    private const string Chinese = "，事情就这样继续下去，直到最后没有人记得一切是怎么开始的。这并不少见：很多时候，留下来的只有一张便条。\n\n想知道得更详细的人，只能去看那些还放在地下室里的文件，已经很多年没有人打开过了。";

    private const string English =
        " and so it went on, until in the end nobody knew any more how it had begun. That is not unusual: in many cases all that remains is a note.\n\n"
        + "Those who want to know more have to look into the files that still lie in the cellar of the house, and that nobody has opened for years.";

    private const string OtherEnglish =
        "Bicycles have been built in this valley since 1869. The first had wooden wheels, and whoever rode one to the market was glad to walk back. Today the works make frames of steel, four a day, by hand.";

    /// <summary>Talk about the task, half of the time in the language of the answer.</summary>
    public static string Talk(KnownAnswer answer, Random random) => (answer.Kind, random.Next(2)) switch
    {
        ("chinese", 0) => random.Next(2) == 0 ? "好的，以下是续写内容：\n\n" : "抱歉刚才中断了，我继续：\n\n",
        ("japanese", 0) => random.Next(2) == 0 ? "続きはこちらです：\n\n" : "失礼しました。続けます。\n\n",
        ("korean", 0) => "이어서 계속하겠습니다.\n\n",
        ("arabic", 0) => "بالتأكيد، إليك التكملة:\n\n",
        ("hindi", 0) => "ज़रूर, आगे का उत्तर यह रहा:\n\n",
        _ => EnglishTalk[random.Next(EnglishTalk.Length)],
    };

    /// <summary>The rest of an answer in a language that is not the answer's.</summary>
    public static string OtherLanguage(KnownAnswer answer, Random random) => answer.Kind switch
    {
        "chinese" or "japanese" or "korean" or "arabic" or "hindi" => English,
        _ => random.Next(3) switch { 0 => German, 1 => French, _ => Chinese },
    };

    /// <summary>Something else altogether, in the answer's language.</summary>
    public static string OtherAnswer(KnownAnswer answer) => answer.Kind switch
    {
        "chinese" => "这个山谷从一八六九年开始制造自行车。最早的车轮是木头做的，骑车去赶集的人都愿意走路回家。今天工厂生产钢车架，每天四个。",
        "japanese" => "この谷では一八六九年から自転車が作られています。最初の車輪は木でできていました。今では鋼のフレームを一日に四つ作っています。",
        "korean" => "이 골짜기에서는 1869년부터 자전거를 만들어 왔습니다. 처음에는 바퀴가 나무였습니다. 오늘날에는 하루에 네 대를 손으로 만듭니다.",
        "arabic" => "تُصنع الدراجات في هذا الوادي منذ عام 1869. كانت عجلاتها الأولى من الخشب. أما اليوم فيصنع المعمل أربعة هياكل من الفولاذ في اليوم.",
        "hindi" => "इस घाटी में 1869 से साइकिलें बन रही हैं। पहली साइकिल के पहिए लकड़ी के थे। आज कारखाना दिन में चार फ्रेम बनाता है।",
        _ => OtherEnglish,
    };
}
