namespace Orchestration.Core.Tests.Streaming.Seams;

/// <summary>Answers such as models give, written for these tests: what is cut, and what a successor would have to go on with.</summary>
internal static class SeamTexts
{
    public static readonly (string Name, string Text)[] All =
    [
        ("prose", """
        The river rises in the hills above the old town, where a dozen springs feed a shallow lake. From there it runs south for about 3.5 miles, past mills that were built in the 18th century and have stood empty since Dr. Harlow bought them in 1974. Nobody has ever found out why he did so.

        In the spring the water is high and cold. In late summer one can cross it on foot, e.g. at the ford near St. Anne's, without getting wet above the knee. "It was never deep," the miller's widow used to say, "but it was always there." She had had her share of floods, of course; that that one in 1953 took the bridge was no surprise to her!

        Today the valley is quiet. A bus comes twice a day, a teacher lives in the school, and the mills are let to painters. Is it a place to stay? That depends on what you are looking for: peace, or people. Those who come for a week tend to come again, and those who come again tend to stay.
        """),
        ("explanation", """
        # How a heat pump works

        A heat pump moves heat instead of making it. It takes heat from a cold place, for example the outside air, and gives it off in a warm one. That sounds like magic, but your refrigerator has done the same for decades.

        ## The four steps

        1. **Evaporation.** A refrigerant with a low boiling point flows through the outdoor unit. Even cold air is warm enough to let it boil, and it takes up heat while it does.
        2. **Compression.** An electric compressor raises the pressure of the gas. Its temperature rises with it, often to more than 60 °C.
        3. **Condensation.** The hot gas gives its heat to the water of the heating system. It becomes liquid again.
        4. **Expansion.** A valve lets the pressure drop. The liquid cools, and the cycle starts again.

        ## What it costs

        The price depends on the house. A unit for a small house costs between $9,000 and $14,000; for a large one, plan with twice as much. *Subsidies* can cover up to **40 %** of it, see the [list of programs](https://example.org/programs?lang=en) for details.

        > A pump that is too large is worse than one that is too small: it switches on and off all day.

        In short: insulate first, then measure, then buy.
        """),
        ("list", """
        Here are some things to check before the release:

        - The version number in `Directory.Build.props` matches the tag.
        - The change log has an entry for every visible change, with links to the issues.
        - All tests pass on Windows, Linux and macOS.
          - The integration tests need a running database.
          - The slow tests run at night only; look at last night's report.
            - If the report is missing, start them by hand.
            - Wait for them to finish.
        - The packages have been built from a clean checkout.
        - The documentation has been read once, from the beginning to the end, by someone who did not write it.
        - Somebody is on call on the weekend.

        If one of them fails, do not release. Fix it, start again from the top, and tell the others why it is late. Nobody was ever blamed for a late release; a broken one is remembered for years.
        """),
        ("nested numbers", """
        To set up the device:

        1. Unpack it and check the parts.
           1. One base station, two sensors, three cables.
           2. A bag with screws; there should be 8 of them.
        2. Choose a place.
           - Not near a radiator.
           - Not in the sun.
        3. Connect the cables. The red one goes to port A, the blue one to port B.
        4. Press the button for 5 seconds.
           The light blinks green, then it stays on.
        5. Open the app and follow the steps that it shows.

        After that the device measures every 10 minutes. The data is kept for 30 days.

        1. To reset it, press the button for 20 seconds.
        2. Wait for the red light.
        3. Set it up again as described above.
        """),
        ("code", """
        You can count the words of a file with a dictionary:

        ```python
        import sys
        from collections import Counter


        def count_words(path):
            counts = Counter()
            with open(path, encoding="utf-8") as file:
                for line in file:
                    for word in line.split():
                        word = word.strip(".,;:!?\"'").lower()
                        if not word:
                            continue
                        counts[word] += 1
            return counts


        def main():
            if len(sys.argv) != 2:
                print("usage: count.py FILE")
                return 1
            for word, count in count_words(sys.argv[1]).most_common(10):
                print(f"{count:6} {word}")
            return 0


        if __name__ == "__main__":
            sys.exit(main())
        ```

        Run it with `python count.py book.txt`. The **ten** most common words are printed, one per line. If you need all of them, leave out the `10`; if you need them sorted by name, use `sorted(counts.items())` instead.

        Note that `str.split` divides at white space only. For a text with dashes you may want a regular expression such as `re.findall(r"\w+", line)`.
        """),
        ("braces", """
        ```csharp
        public static int Find(int[] values, int wanted)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] == wanted)
                {
                    return i;
                }
            }

            return -1;
        }

        public static int FindLast(int[] values, int wanted)
        {
            for (var i = values.Length - 1; i >= 0; i--)
            {
                if (values[i] == wanted)
                {
                    return i;
                }
            }

            return -1;
        }
        ```

        Both methods are linear. The second one starts at the end.

        ~~~json
        {
          "name": "sample",
          "rows": [
            { "x": 0, "y": 0 },
            { "x": 0, "y": 0 },
            { "x": 1, "y": 0 }
          ],
          "nested": {
            "deep": {
              "value": null
            }
          }
        }
        ~~~

        Use whichever you like better.
        """),
        ("table", """
        The three plans compare as follows:

        | Plan | Price per month | Users | Storage |
        |------|----------------:|------:|---------|
        | Free | $0 | 1 | 1 GB |
        | Team | $12 | 10 | 100 GB |
        | Team Plus | $19 | 25 | 500 GB |
        | Business | $49 | 100 | 2 TB |
        | Enterprise | on request | unlimited | unlimited |

        All plans include e-mail support. The Business plan adds a phone line that is open from 9 to 5, and the Enterprise plan a person of your own.

        | Region | Q1 | Q2 |
        |---|---|---|
        | North | 0 | 0 |
        | South | 0 | 0 |
        | South | 0 | 0 |
        | East | 4 | 0 |
        | West | 0 | 7 |

        As you can see, most regions have not started yet.
        """),
        ("zeros", """
        The matrix after the first step:

        | a | b | c |
        |---|---|---|
        | 0 | 0 | 0 |
        | 0 | 0 | 0 |
        | 0 | 0 | 0 |
        | 0 | 1 | 0 |
        | 0 | 0 | 0 |
        | 1 | 0 | 0 |

        Only two entries differ from zero. In the second step they are moved to the diagonal, and all others stay as they are.
        """),
        ("json", """
        {
          "title": "Notes on tea",
          "author": { "name": "R. Ames", "born": 1961 },
          "tags": ["tea", "history", "trade"],
          "sections": [
            {
              "heading": "Origins",
              "text": "Tea was first drunk in the south of China. It was a medicine, not a pleasure.",
              "sources": [3, 5, 8]
            },
            {
              "heading": "Trade",
              "text": "In the 17th century ships brought it to Europe. The price fell by nine tenths in 80 years.",
              "sources": [1, 5]
            },
            {
              "heading": "Today",
              "text": "Three billion cups are drunk every day.",
              "sources": []
            }
          ],
          "draft": false
        }
        """),
        ("german", """
        Der Fluss entspringt in den Hügeln oberhalb der alten Stadt, wo ein Dutzend Quellen einen flachen See speisen. Von dort fließt er ca. 5,5 km nach Süden, vorbei an Mühlen, die im 18. Jahrhundert gebaut wurden und seit 1974 leer stehen. Niemand weiß, warum.

        Im Frühling ist das Wasser hoch und kalt. Im Spätsommer kann man ihn zu Fuß überqueren, z. B. an der Furt bei St. Anna, ohne dass die Knie nass werden. „Tief war er nie“, sagte die Witwe des Müllers, „aber er war immer da.“ Sie hatte ihre Hochwasser erlebt; dass das von 1953 die Brücke mitnahm, hat sie nicht überrascht.

        Heute ist es still im Tal. Zweimal am Tag kommt ein Bus, in der Schule wohnt eine Lehrerin, und die Mühlen sind an Maler vermietet. Die, die die Ruhe suchen, bleiben. Wer Leute sucht, fährt am nächsten Morgen wieder ab.
        """),
        ("french", """
        La rivière prend sa source dans les collines au-dessus de la vieille ville. Elle coule vers le sud sur 5,5 km, le long de moulins construits au XVIIIe siècle et vides depuis 1974 : personne ne sait pourquoi. « Elle n'a jamais été profonde », disait la veuve du meunier, « mais elle a toujours été là. »

        Aujourd'hui, la vallée est tranquille. Un bus passe deux fois par jour, une institutrice habite l'école, et les moulins sont loués à des peintres. Est-ce un endroit où rester ? Cela dépend de ce que vous cherchez : la paix, ou les gens.

        - Pour dormir : l'auberge près du pont.
        - Pour manger : le café de M. Dupont, ouvert jusqu'à 21 h.
        - Pour lire : la bibliothèque, le mardi et le jeudi.

        Nous nous sommes promenés longtemps. Ceux qui viennent pour une semaine reviennent, et ceux qui reviennent restent.
        """),
        ("spanish", """
        El río nace en las colinas, sobre la ciudad vieja. ¿Quién lo diría al verlo tan ancho en la llanura? Corre hacia el sur durante 5,5 km y pasa junto a molinos que están vacíos desde 1974. ¡Nadie sabe por qué!

        En primavera el agua está alta y fría. A finales del verano se puede cruzar a pie, p. ej. en el vado de Santa Ana, sin mojarse las rodillas. La viuda del molinero decía siempre que el río nunca fue hondo, pero que siempre estuvo allí. Ella había visto muchas crecidas.

        Hoy el valle es tranquilo. Un autobús pasa dos veces al día y los molinos se alquilan a pintores. Los que vienen por una semana suelen volver, y los que vuelven suelen quedarse.
        """),
        ("chinese", """
        # 热泵的工作原理

        热泵并不制造热量，而是搬运热量。它从室外的冷空气中吸收热量，再把热量释放到室内。听起来像魔术，但你家的冰箱几十年来一直在做同样的事情。

        ## 四个步骤

        1. **蒸发**：低沸点的制冷剂流过室外机。即使是冷空气也足以让它沸腾。
        2. **压缩**：压缩机提高气体的压力，温度也随之升高，常常超过60°C。
        3. **冷凝**：高温气体把热量传给供暖系统中的水，自己重新变成液体。
        4. **膨胀**：膨胀阀让压力下降，液体冷却，循环重新开始。

        价格取决于房屋的大小。小房子的机组大约需要6万元；大房子则要准备两倍的预算。补贴最多可以覆盖40%的费用，详情请看GitHub上的列表。人人都可以申请，慢慢来，不要着急。

        “太大的热泵比太小的更糟。”一位工程师说，“它整天开开关关。”总之：先做保温，再测量，最后购买。
        """),
        ("japanese", """
        この川は古い町の上にある丘から流れ出しています。いくつもの泉が浅い湖に水を注ぎ、そこから南へ約5.5キロメートル流れます。途中には18世紀に建てられた水車小屋がありますが、1974年から空き家のままです。なぜなのかは、だれも知りません。

        春になると水かさが増し、水はとても冷たくなります。夏の終わりには、膝を濡らさずに歩いて渡ることができます。「深かったことは一度もないよ。」と粉屋の奥さんはよく言っていました。「でも、いつもそこにあったんだ。」

        - 泊まるなら、橋の近くの宿。
        - 食べるなら、駅前のカフェ。
        - 読むなら、火曜日と木曜日に開いている図書館。

        今、谷は静かです。バスは一日に二回来ます。水車小屋は画家たちに貸し出されています。一週間だけ来た人はまた来ます。また来た人は、そのまま残ることが多いのです。
        """),
        ("korean", """
        이 강은 오래된 마을 위의 언덕에서 시작됩니다. 여러 샘이 얕은 호수로 흘러들고, 거기에서 남쪽으로 약 5.5킬로미터를 흐릅니다. 강가에는 18세기에 지어진 물방앗간이 있는데, 1974년부터 비어 있습니다. 왜 그런지는 아무도 모릅니다.

        봄에는 물이 많고 차갑습니다. 늦여름에는 무릎을 적시지 않고 걸어서 건널 수 있습니다. 방앗간 주인의 아내는 강이 깊었던 적은 없지만 언제나 그곳에 있었다고 말하곤 했습니다.

        오늘날 골짜기는 조용합니다. 버스는 하루에 두 번 오고, 물방앗간은 화가들에게 빌려줍니다. 일주일 동안 온 사람들은 다시 오고, 다시 온 사람들은 머무릅니다.
        """),
        ("arabic", """
        ينبع النهر من التلال فوق المدينة القديمة، حيث تصب عشرات الينابيع في بحيرة ضحلة. ومن هناك يجري نحو الجنوب مسافة 5.5 كيلومتر تقريبا، مارا بطواحين بنيت في القرن الثامن عشر وظلت فارغة منذ عام 1974. لا أحد يعرف السبب.

        في الربيع يكون الماء عاليا وباردا. أما في أواخر الصيف فيمكن عبوره سيرا على الأقدام. هل هو مكان يستحق البقاء؟ هذا يتوقف على ما تبحث عنه: الهدوء أم الناس.

        - للنوم: النزل القريب من الجسر.
        - للأكل: المقهى في الساحة.
        - للقراءة: المكتبة يوم الثلاثاء.

        الوادي هادئ اليوم. تأتي الحافلة مرتين في اليوم، والطواحين مؤجرة للرسامين. من يأتي لأسبوع يعود مرة أخرى، ومن يعود يبقى في الغالب.
        """),
        ("hindi", """
        नदी पुराने शहर के ऊपर की पहाड़ियों से निकलती है। वहाँ दर्जनों झरने एक उथली झील को भरते हैं। वहाँ से वह दक्षिण की ओर लगभग 5.5 किलोमीटर बहती है। किनारे पर पुरानी चक्कियाँ हैं जो 1974 से खाली पड़ी हैं। क्यों, यह कोई नहीं जानता।

        वसंत में पानी ऊँचा और ठंडा होता है। गर्मियों के अंत में उसे पैदल पार किया जा सकता है। क्या यह रहने की जगह है? यह इस पर निर्भर है कि आप क्या खोज रहे हैं।

        आज घाटी शांत है। बस दिन में दो बार आती है और चक्कियाँ चित्रकारों को किराए पर दी गई हैं। जो एक हफ़्ते के लिए आते हैं वे फिर आते हैं।
        """),
        ("thai", """
        แม่น้ำสายนี้ไหลลงมาจากเนินเขาเหนือเมืองเก่า มีน้ำพุหลายแห่งไหลลงสู่ทะเลสาบตื้น จากนั้นแม่น้ำไหลไปทางใต้ประมาณ 5.5 กิโลเมตร ผ่านโรงสีที่สร้างขึ้นในศตวรรษที่ 18 และว่างเปล่ามาตั้งแต่ปี 1974 ไม่มีใครรู้ว่าทำไม

        ในฤดูใบไม้ผลิน้ำสูงและเย็น ปลายฤดูร้อนสามารถเดินข้ามได้โดยเข่าไม่เปียก ปัจจุบันหุบเขาเงียบสงบ รถประจำทางมาวันละสองครั้ง และโรงสีให้ศิลปินเช่า คนที่มาหนึ่งสัปดาห์มักจะกลับมาอีก
        """),
        ("russian", """
        Река берёт начало на холмах над старым городом, где десяток родников питает мелкое озеро. Оттуда она течёт на юг около 5,5 км, мимо мельниц, построенных в XVIII веке и пустующих с 1974 г. по сей день. Никто не знает почему.

        Весной вода высокая и холодная. В конце лета её можно перейти вброд, не замочив колен. «Глубокой она никогда не была, — говорила вдова мельника, — но она всегда была здесь».

        Сегодня в долине тихо. Автобус приходит дважды в день, а мельницы сданы художникам. Те, кто приезжает на неделю, обычно возвращаются, а те, кто возвращается, остаются.
        """),
        ("emoji", """
        🎉 **Congratulations!** You have finished the course 👏🏽👏🏽 and earned the 🥇 badge.

        What comes next? 🤔

        - 👩‍💻 Build something of your own. It may be small!
        - 🧑‍🤝‍🧑 Find others who learn. Two are better than one 😀😀
        - 🇩🇪🇫🇷🇯🇵 Help to translate the course: we look for people who speak German, French or Japanese.
        - ❤️ Tell us what you liked, and what you didn't 😬

        The family package 👨‍👩‍👧‍👦 is 20 % cheaper until Sunday ⏰. Use the code `HAPPY-20` 🎟️ when you pay.

        See you soon! 👋🏿 And remember: 1️⃣ read, 2️⃣ try, 3️⃣ ask. Café owners — naïve or not — get a 2nd badge for free. 🙌
        """),
        ("math", """
        The mean of the values is $\bar{x} = \frac{1}{n} \sum_i x_i$. For the values 2.5, 3.5 and 6 it is $4$. The variance follows from it:

        $$
        s^2 = \frac{1}{n - 1} \sum_i (x_i - \bar{x})^2
        $$

        With the values above one gets \(s^2 = 3.25\). A ticket costs $5, two cost $9, so the second one is cheaper. Let $f$ be a function with $f(0) = 1$. Then $f$ has a maximum at 0, because its derivative vanishes there. See eq. 3 for a proof; Fig. 2 shows the graph.

        ***Important:*** the formula holds for n > 1 only. For n = 1 there is <b>no</b> variance. ~~It is 0.~~ It is undefined.
        """),
        ("dialogue", """
        "Are you sure?" she asked.

        "Sure," he said. "Of course I am. Let me continue, please."

        She put down the cup. "No. No, no, no. You said that last time, and the time before. What happened then?"

        "Nothing."

        "Nothing?"

        "Nothing at all!" He laughed... "Well, almost nothing. The boat sank, but it was a very, very old boat. Here is the thing: it would have sunk anyway."

        She had heard that before. 'It would have sunk anyway' was what he'd said in Genoa, in Tangier, and in Oslo. Row, row, row your boat, she thought.

        "So," he said after a while, "shall we go on?"
        """),
        ("log", """
        The build failed in the second step. These are the last lines of the log:

        ```
        [12:00:01] INFO  restore: done
        [12:00:07] INFO  compile: Core.csproj
        [12:00:19] INFO  compile: Core.Tests.csproj
        [12:00:25] ERROR compile: CS1002 ; expected (Program.cs:14:27)
        [12:00:25] ERROR compile: CS1513 } expected (Program.cs:15:2)
        [12:00:25] INFO  exit code 1
        ```

        The first error is in line 14: a semicolon is missing. The second one is a consequence of the first. After you have added it, run

        ```bash
        dotnet build
        dotnet test
        ```

        and look at the log again. If `dotnet` isn't found, see https://example.com/install.html#linux for how to install it.
        """),
        ("short lines", """
        **Ingredients**

        * 200 g flour
        * 2 eggs
        * 1/4 l milk
        * salt

        **Steps**

        1) Mix.
        2) Wait.
        3) Fry.
        4) Fry.
        5) Eat.

        ---

        ### Notes

        Serves 2. Takes 30 min. Costs about 1.50 EUR. Tastes best with jam, i.e. with plum jam.
        """),
        ("mixed", """
        在 Python 中，`asyncio` 提供了事件循环。The event loop runs one task at a time. 因此，不要在协程里调用 `time.sleep()`，而要使用 `await asyncio.sleep()`。

        ```python
        import asyncio

        async def main():
            print("你好")
            await asyncio.sleep(1)  # 等一秒
            print("世界")

        asyncio.run(main())
        ```

        运行结果如下：先输出“你好”，一秒之后输出“世界”。如果把 `await` 去掉，Python 会给出警告：`coroutine was never awaited`。

        | 函数 | 作用 |
        |------|------|
        | `gather` | 同时运行多个任务 |
        | `wait_for` | 设置超时时间 |
        | `shield` | 防止被取消 |

        更多信息请参阅官方文档 https://docs.python.org/3/library/asyncio.html 。
        """),
        ("windows", "First line of a letter.\r\n\r\nDear Ms. Winter,\r\n\r\nthank you for your order of May 3. We have sent it today; it should arrive within 2 to 3 days.\r\n\r\nYour order:\r\n\r\n- 1 lamp, green\r\n- 2 bulbs\r\n- 1 cable, 1.5 m\r\n\r\nIf anything is missing, please call us. We are there from Monday to Friday.\r\n\r\nKind regards\r\nThe team\r\n"),
    ];
}
