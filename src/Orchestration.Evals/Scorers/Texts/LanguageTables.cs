using System.Collections.Frozen;

namespace Orchestration.Evals.Scorers.Texts;

/// <summary>The commonest little words of languages in Latin script, and letters that hardly another one has. Written for this library.</summary>
internal static class LanguageTables
{
    public static FrozenDictionary<string, string[]> Words { get; } = new Dictionary<string, string>
    {
        ["cs"] = "a se v na je že s z do o i k ve pro za by ale jako po jsem co tak jeho které který jsou nebo také když byl bylo není až být má však mezi",
        ["da"] = "og i at det er en til på som med for af ikke den der han de har et jeg var om vi hun du fra kan men sig blev efter meget skal ud også hvor nogle være eller",
        ["de"] = "der die das und ist nicht ein eine zu den mit von im auf für sich dem des auch als an es wird bei sind wie aus nach oder aber wenn werden einer einen noch nur durch",
        ["en"] = "the of and to in is that it for was on are as with his they at be this from have or by one had not but what all were when we there can an your which their if will",
        ["es"] = "de la que el en y los se del las un por con no una su para es al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde",
        ["fi"] = "ja on ei se että hän oli mutta ovat kun niin myös joka tai kuin sen jos mitä vain ole nyt olla he hänen sitä tämä voi jo kuitenkin sekä ollut kaikki vielä mukaan",
        ["fr"] = "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son mais comme ou si leur y nous vous cette aux elle être ont était",
        ["it"] = "di e il la che in un a per è una non sono del si da con le i della come nel al alla più gli ma dei delle anche lo se questo ha o su essere molto suo quando dove tutti",
        ["nl"] = "de het een en van in is dat op te zijn met voor niet aan er om ook als bij maar dan door naar uit wordt heeft nog was over of deze die worden kan hij tot geen meer zich",
        ["pl"] = "i w na z się do nie to że jest o jak ale po co tak za od już przez dla tego który która oraz są może lub być przy czy także które jego był tylko bardzo ich nich",
        ["pt"] = "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está também só pelo pela até",
        ["sv"] = "och i att det som en på är av för med till den har inte de om ett men var jag sig från vi så kan han där när hon eller också ut efter ska blir mycket alla skulle vara under",
        ["tr"] = "ve bir bu da de için ile çok daha olarak gibi en o ne var ama ise kadar sonra olan her mi şey değil olduğu ki ben sen biz onlar yok bunu göre diye tarafından",
    }.ToFrozenDictionary(static entry => entry.Key, static entry => entry.Value.Split(' '));

    /// <summary>By letter: the languages in whose texts it is common.</summary>
    public static FrozenDictionary<char, string[]> Letters { get; } = new Dictionary<char, string[]>
    {
        ['ß'] = ["de"], ['ü'] = ["de", "tr"], ['ñ'] = ["es"], ['¿'] = ["es"], ['¡'] = ["es"], ['ã'] = ["pt"], ['õ'] = ["pt"], ['œ'] = ["fr"], ['ê'] = ["fr", "pt"], ['ù'] = ["fr", "it"], ['ò'] = ["it"], ['ì'] = ["it"],
        ['ł'] = ["pl"], ['ą'] = ["pl"], ['ę'] = ["pl"], ['ż'] = ["pl"], ['ś'] = ["pl"], ['ř'] = ["cs"], ['ě'] = ["cs"], ['ů'] = ["cs"], ['ğ'] = ["tr"], ['ı'] = ["tr"], ['ş'] = ["tr"],
        ['æ'] = ["da"], ['ø'] = ["da"], ['å'] = ["da", "sv"], ['ä'] = ["de", "fi", "sv"], ['ö'] = ["de", "fi", "sv", "tr"],
    }.ToFrozenDictionary();
}
