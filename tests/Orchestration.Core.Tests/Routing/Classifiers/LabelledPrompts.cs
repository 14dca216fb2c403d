using Orchestration.Routing;
using static Orchestration.Routing.RequestClass;

namespace Orchestration.Core.Tests.Routing.Classifiers;

/// <summary>Prompts labelled by hand, in the spirit of what teams send. The heuristic was set on the first list; the second was written before and looked at only afterwards.</summary>
internal static class LabelledPrompts
{
    private const string StackTrace = """
        Our service dies under load. What is the root cause and how do we fix it?
        System.InvalidOperationException: Collection was modified; enumeration operation may not execute.
           at System.Collections.Generic.List`1.Enumerator.MoveNext()
           at Shop.Basket.TotalAsync(CancellationToken token) in Basket.cs:line 84
           at Shop.Checkout.HandleAsync(Order order) in Checkout.cs:line 31
        """;

    private const string Method = """
        What does this do?
        ```csharp
        public static int Depth(Node? node)
        {
            if (node is null) { return 0; }
            return 1 + Math.Max(Depth(node.Left), Depth(node.Right));
        }
        ```
        """;

    private const string Specification = """
        Write a rate limiter in Go for our API gateway. Requirements:
        - it must limit per tenant and per key, with a token bucket each
        - all state must live in Redis, and every decision must be one atomic script
        - a denied request must change nothing
        - it must return the time to wait
        - clocks of the callers must not matter
        - it should fail open or closed as configured
        Include unit tests, and explain the trade-offs against a sliding window.
        """;

    private const string Meeting = """
        Summarize these minutes in five bullets.
        Present: Ana, Piotr, Li. Ana reported that the move to the new office is two weeks late because the fire inspection has to be repeated. Piotr asked whether the lease of
        the old office can be extended; Li will call the landlord on Monday. The budget for furniture was cut by ten per cent. Everyone agreed to keep the old chairs. The coffee
        machine is to be replaced before the move, since repairing it costs more than a new one. Ana will collect offers. The next meeting is on Thursday at ten. Piotr reminded
        everyone to hand in travel expenses by the end of the month, and that receipts on thermal paper have to be photographed because they fade.
        """;

    private const string Contract = """
        Review this clause. Find every obligation it puts on the supplier, compare them with the customer's, and argue which are unenforceable and why:
        The Supplier shall at all times ensure that the Services are available without interruption, shall indemnify the Customer against any and all losses howsoever arising,
        including indirect loss, and shall, at its sole cost, comply with each requirement that the Customer may from time to time notify. The Customer may terminate at will. The
        Supplier may terminate only where the Customer has failed to pay undisputed sums for more than ninety days after a final reminder. Nothing in this Agreement limits the
        liability of the Supplier. The liability of the Customer is limited to the fees of the last month. Each party shall keep the other's information confidential for ten years.
        """;

    public static IReadOnlyList<(string Text, RequestClass Class)> ForTuning { get; } =
    [
        ("Hi!", Simple),
        ("Thanks, that helps.", Simple),
        ("What is the capital of Australia?", Simple),
        ("Translate to German: The train leaves at nine.", Simple),
        ("Who wrote The Trial?", Simple),
        ("Give me three synonyms of happy.", Simple),
        ("Fix the spelling: teh quikc brown fox", Simple),
        ("Convert 12 km to miles.", Simple),
        ("Is this review positive or negative? \"Arrived broken, never again.\"", Simple),
        ("Extract the date and the amount from: Invoice of 3 May 2026 over 129.90 EUR", Simple),
        ("When did the Berlin Wall fall?", Simple),
        ("Make this title shorter: Ten Ways in Which You Can Improve the Quality of Your Sleep", Simple),
        ("List the days of the week in Spanish.", Simple),
        ("What does HTTP 404 mean?", Simple),
        ("Uppercase: hello world", Simple),
        ("Define entropy in one sentence.", Simple),
        ("Classify the language of this text: Dobrý den, jak se máte?", Simple),
        ("Rephrase politely: send me the file now", Simple),
        ("Übersetze ins Englische: Der Zug fährt um neun Uhr ab.", Simple),
        ("Quelle est la capitale du Pérou ?", Simple),
        ("¿Cuántos habitantes tiene Madrid?", Simple),
        ("Переведи на английский: доброе утро", Simple),
        ("把这句话翻译成英文：今天天气很好。", Simple),
        ("日本の首都はどこですか。", Simple),
        ("What time is it in Tokyo when it is noon in Prague?", Simple),
        ("Explain how a refrigerator works.", Moderate),
        ("Write a polite e-mail to my landlord about the broken heating.", Moderate),
        ("Summarize the plot of Hamlet for a ten-year-old.", Moderate),
        ("Why is the sky blue and the sunset red?", Moderate),
        ("Write a Python function that returns the n-th Fibonacci number.", Moderate),
        ("Compare cats and dogs as pets for a small flat.", Moderate),
        ("Write a SQL query that lists the ten customers with the highest revenue last year.", Moderate),
        ("Draft a product description of 80 words for a steel water bottle. It must mention the warranty and avoid superlatives.", Moderate),
        ("Plan a weekend in Lisbon for two people who like food and tiles.", Moderate),
        ("A train leaves at 9:40 and arrives at 13:05 with two stops of 6 minutes each. How long is it moving? Explain.", Moderate),
        ("Give me a regex that matches ISO dates and explain each part.", Moderate),
        ("What are the pros and cons of working from home?", Moderate),
        (Method, Moderate),
        (Meeting, Moderate),
        ("Erkläre mir den Unterschied zwischen Bruttolohn und Nettolohn.", Moderate),
        ("Explique-moi pourquoi les feuilles changent de couleur en automne.", Moderate),
        ("Escribe un cuento corto sobre un faro abandonado.", Moderate),
        ("Объясни, почему зимой дни короче, чем летом.", Moderate),
        ("解释一下什么是通货膨胀，以及它如何影响储蓄。", Moderate),
        ("なぜ空は青いのか、小学生にもわかるように説明してください。", Moderate),
        ("اشرح لي الفرق بين الطقس والمناخ.", Moderate),
        ("Write a short story about a lighthouse keeper who finds a letter.", Moderate),
        ("Write unit tests for a function that parses IPv4 addresses.", Moderate),
        ("Prove that the square root of 2 is irrational.", Complex),
        ("Derive the time complexity of quicksort in the average case, step by step.", Complex),
        (StackTrace, Complex),
        (Specification, Complex),
        (Contract, Complex),
        ("Design the architecture of a chat system for 10 million users. Discuss the trade-offs of storage and of message delivery.", Complex),
        ("Debug this: my lock-free queue loses items when two consumers race. Which memory barriers are missing, and why?", Complex),
        ("Refactor this module so that it has no global state, and optimize the hot path without changing the public API.", Complex),
        ("Let f be continuous on [0,1] with f(0)=f(1). Prove that there is an x with f(x)=f(x+1/2), and give a counterexample for 0.4.", Complex),
        ("Plan the migration of a 4 TB PostgreSQL database to another region with at most 5 minutes of downtime. List the risks and how each is mitigated.", Complex),
        ("Beweise durch vollständige Induktion, dass die Summe der ersten n ungeraden Zahlen n² ist.", Complex),
        ("Démontrez que l'ensemble des nombres premiers est infini, puis expliquez étape par étape.", Complex),
        ("Diseña un algoritmo que reparta turnos entre 40 empleados con al menos 12 horas de descanso, y demuestra que siempre termina.", Complex),
        ("Докажите, что между любыми двумя рациональными числами есть иррациональное.", Complex),
        ("证明：若 n 为奇数，则 n² 除以 8 余 1。请逐步推导。", Complex),
        ("分散システムにおける合意アルゴリズムを設計し、Raft とのトレードオフを比較してください。", Complex),
        ("Compare three pricing strategies for a SaaS product, analyze the margin of each under 5, 10 and 20 % churn, recommend one and justify it with numbers.", Complex),
        ("Why does this deadlock only in production? Two transactions update the same rows in different order, and the isolation level is serializable. Propose a fix and prove that it cannot deadlock.", Complex),
    ];

    public static IReadOnlyList<(string Text, RequestClass Class)> HeldOut { get; } =
    [
        ("Good morning", Simple),
        ("What is 15 % of 80?", Simple),
        ("Translate \"library\" into Czech, Polish and Hungarian.", Simple),
        ("Which planet is the largest?", Simple),
        ("Is 17 a prime number?", Simple),
        ("Correct the grammar: She don't likes apples.", Simple),
        ("Turn this list into a comma-separated line: apples, pears / plums", Simple),
        ("Wie viele Einwohner hat Wien?", Simple),
        ("Traduis en anglais : je suis en retard", Simple),
        ("谁发明了电话？", Simple),
        ("What is the chemical symbol of gold?", Simple),
        ("Give the e-mail address in: write to sales@example.com before Friday", Simple),
        ("Write a thank-you note to a colleague who covered my shift.", Moderate),
        ("How does vaccination protect people who are not vaccinated?", Moderate),
        ("Write a JavaScript function that debounces another function.", Moderate),
        ("Summarise the causes of the First World War in 150 words.", Moderate),
        ("Suggest a week of vegetarian dinners and a shopping list.", Moderate),
        ("Schreibe eine Bewerbung als Bäcker, höchstens 150 Wörter.", Moderate),
        ("Compare el clima de Sevilla con el de Bilbao.", Moderate),
        ("Explain the difference between TCP and UDP with an example.", Moderate),
        ("写一封请假邮件，理由是感冒。", Moderate),
        ("What are good interview questions for a junior accountant, and what should the answers show?", Moderate),
        ("Calculate the monthly payment of a loan of 200,000 at 4 % over 30 years and explain the formula.", Moderate),
        ("Prove that every finite tree has at least one vertex of degree one.", Complex),
        ("Our p99 latency doubled after the upgrade while the mean stayed. Diagnose possible causes, rank them, and say which measurement tells them apart.", Complex),
        ("Design a schema and an API for a hotel booking system that never overbooks, even with concurrent requests. Argue why it is correct.", Complex),
        ("Optimise this query plan: a hash join over 300 million rows spills to disk. Which indexes and rewrites would you try, and in which order?", Complex),
        ("Leite die Formel für die Fluchtgeschwindigkeit her und begründe jeden Schritt.", Complex),
        ("Spiega e dimostra il teorema di Pitagora in due modi diversi, poi confronta le dimostrazioni.", Complex),
        ("设计一个支持每秒十万次写入的计数系统，并分析一致性与可用性之间的权衡。", Complex),
        ("Write a compiler front end for a small language: lexer, parser and type checker in Rust. It must report all errors, recover after each, and include tests.", Complex),
        ("Is the following argument valid? If it rains the match is off. The match is off or the crowd sings. The crowd does not sing. Therefore it rains. Formalize it and find a counterexample if there is one.", Complex),
    ];
}
