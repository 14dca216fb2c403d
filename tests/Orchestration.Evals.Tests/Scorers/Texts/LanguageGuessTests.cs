using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Tests.Scorers.Texts;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("en", "The ferry leaves the harbour every hour, and the warehouses along it were built of brick.")]
    [InlineData("de", "Die Fähre verlässt den Hafen jede Stunde, und die Lagerhäuser daneben sind aus Ziegeln gebaut.")]
    [InlineData("fr", "Le bac quitte le port toutes les heures, et les entrepôts qui le bordent sont en brique.")]
    [InlineData("es", "El transbordador sale del puerto cada hora, y los almacenes que hay al lado son de ladrillo.")]
    [InlineData("pt", "A balsa sai do porto a cada hora, e os armazéns ao lado dele são feitos de tijolo.")]
    [InlineData("it", "Il traghetto lascia il porto ogni ora, e i magazzini che si trovano accanto sono di mattoni.")]
    [InlineData("nl", "De veerboot verlaat de haven elk uur, en de pakhuizen ernaast zijn van baksteen gebouwd.")]
    [InlineData("sv", "Färjan lämnar hamnen varje timme, och magasinen som ligger bredvid är byggda av tegel.")]
    [InlineData("da", "Færgen forlader havnen hver time, og pakhusene ved siden af er bygget af mursten.")]
    [InlineData("pl", "Prom wypływa z portu co godzinę, a magazyny, które stoją obok niego, są zbudowane z cegły.")]
    [InlineData("cs", "Trajekt opouští přístav každou hodinu a skladiště, která stojí vedle něj, jsou postavena z cihel.")]
    [InlineData("tr", "Feribot her saat limandan ayrılır ve onun yanındaki depolar tuğladan yapılmıştır.")]
    [InlineData("fi", "Lautta lähtee satamasta joka tunti, ja sen vieressä olevat varastot on rakennettu tiilestä.")]
    [InlineData("ru", "Паром отходит из гавани каждый час, а склады рядом с ней построены из кирпича; это было давно, и мы ещё это помним.")]
    [InlineData("uk", "Пором відходить із гавані щогодини, а склади поруч із нею збудовані з цегли.")]
    [InlineData("el", "Το πορθμείο φεύγει από το λιμάνι κάθε ώρα.")]
    [InlineData("ar", "تغادر العبارة الميناء كل ساعة.")]
    [InlineData("fa", "کشتی هر ساعت از بندر می‌رود و انبارها در کنار آن از آجر ساخته شده‌اند و پنج تا هستند.")]
    [InlineData("he", "המעבורת יוצאת מהנמל בכל שעה.")]
    [InlineData("hi", "नाव हर घंटे बंदरगाह से निकलती है।")]
    [InlineData("th", "เรือข้ามฟากออกจากท่าเรือทุกชั่วโมง")]
    [InlineData("zh", "渡轮每小时离开港口一次。")]
    [InlineData("ja", "フェリーは毎時間、港を出発します。")]
    [InlineData("ko", "페리는 매시간 항구를 떠납니다.")]
    public void A_sentence_tells_its_language(string language, string sentence) => Assert.Equal(language, LanguageGuess.Of(sentence));

    [Theory]
    [InlineData("")]
    [InlineData("42 – 7")]
    [InlineData("Assam")]
    public void What_has_no_little_words_is_not_guessed_at(string text) => Assert.Null(LanguageGuess.Of(text));

    [Fact]
    public void All_that_is_known_has_a_sentence_here() => Assert.Equal(24, LanguageGuess.Known.Count);
}
