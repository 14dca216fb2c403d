const report = JSON.parse($("report").textContent);
const metricNames = [...new Set(report.variants.flatMap(variant => variant.metrics.map(metric => metric.metric)))];
for (const one of report.cases) one.words = [one.id, ...one.tags, one.message ?? ""].join(" ").toLowerCase();

const verdicts = {
  Ok: ["tone-good", "No regression"], Regression: ["tone-bad", "Regression"], Inconclusive: ["tone-warn", "Inconclusive"],
  BudgetExceeded: ["tone-warn", "Budget exceeded"], TooManyErrors: ["tone-warn", "Too many errors"],
};

function drawHead() {
  const fact = (name, value) => value !== null && value !== undefined && value !== "" && el("li", null, name + " ", el("b", null, value));
  const golden = report.goldenSet;
  $("head").append(el("p", { class: "eyebrow" }, "Evaluation"), el("h1", null, report.eval), el("ul", { class: "facts" },
    fact("golden set", golden.version ? `${golden.name} ${golden.version}` : golden.name), fact("cases", count(report.cases.length)), fact("repeats", String(report.repeats)), fact("spent", usd(report.spentUsd)),
    fact("started", report.started.slice(0, 16).replace("T", " ") + " UTC"), fact("revision", report.revision), fact("filter", report.filter), fact("shard", report.shard),
    !report.ended && el("li", null, el("b", { class: "worse" }, "not finished"))));
}

function drawGate() {
  const verdict = report.verdict;
  if (!verdict) return;
  const [tone, title] = verdicts[verdict.outcome];
  const findings = [...verdict.findings, ...verdict.metrics.filter(metric => metric.regressed).flatMap(metric => metric.worst)];
  const places = new Map(report.cases.map((one, i) => [one.id, i]));
  $("gate").hidden = false;
  $("gate").append(el("div", { class: "verdict card " + tone }, el("h2", null, title), el("p", null, verdict.summary),
    el("div", { class: "table" }, el("table", null,
      el("thead", null, el("tr", null, ["Metric", "Baseline", "Now", "Drop", "p", "Margin", "Smallest visible", ""].map(name => el("th", { scope: "col" }, name)))),
      el("tbody", null, verdict.metrics.map(metric => el("tr", null, el("th", { scope: "row", class: "name" }, metric.metric), el("td", null, metric.compared ? inUnit(metric.metric, metric.baseline) : "–"), el("td", null, inUnit(metric.metric, metric.now)),
        el("td", { class: metric.regressed ? "worse" : "" }, metric.compared ? change(metric.metric, metric.drop) : "–"), el("td", null, metric.compared ? chance(metric.adjustedP) : "–"), el("td", null, change(metric.metric, metric.margin)), el("td", null, change(metric.metric, metric.smallestVisible)),
        el("td", null, el("span", { class: "badge " + (metric.regressed ? "tone-bad" : metric.gated && metric.compared ? "tone-good" : "tone-none"), title: metric.note }, metric.regressed ? "regressed" : !metric.gated ? "not gated" : metric.compared ? "ok" : "not compared"))))))),
    el("p", { class: "fine" }, `${count(verdict.comparedCases)} cases compared, ${count(verdict.newCases)} new, ${count(verdict.errors)} errors; ${verdict.test === "WithinCase" ? "exact permutation within each case" : "exact sign flip over cases"}. The smallest visible drop is the one that would have been seen with a power of 80 %.`),
    findings.length > 0 && el("ul", { class: "findings", "aria-label": "Cases that show it" }, findings.slice(0, 12).map(finding => el("li", null,
      places.has(finding.case) ? el("button", { class: "link mono", type: "button", click: () => openCase(places.get(finding.case)) }, finding.case) : el("b", { class: "mono" }, finding.case), " ", el("span", { class: "soft" }, finding.message))),
      findings.length > 12 && el("li", { class: "soft" }, `${findings.length - 12} more: choose the outcome “Findings” below.`))));
}

function drawVariants() {
  const best = (value, low) => { const values = report.variants.map(value).filter(x => x !== null); return values.length > 1 && new Set(values).size > 1 ? (low ? Math.min : Math.max)(...values) : undefined; };
  const cell = (value, text, top) => el("td", { class: value !== null && value === top ? "best" : "" }, text);
  const mean = (variant, metric) => variant.metrics.find(m => m.metric === metric)?.mean ?? null;
  const tops = metricNames.map(metric => best(variant => mean(variant, metric))), cheapest = best(v => v.meanCostUsd, true), fastest = best(v => v.p50Seconds, true), steadiest = best(v => v.p95Seconds, true);
  $("variants").append(el("div", { class: "table" }, el("table", null,
    el("thead", null, el("tr", null, ["Variant", ...metricNames, "Cost a run", "p50", "p95", "Runs", "Failed", "Errors"].map(name => el("th", { scope: "col" }, name)))),
    el("tbody", null, report.variants.map((variant, i) => el("tr", null,
      el("th", { scope: "row", class: "name" }, variant.variant, i === 0 && report.verdict ? [" ", el("span", { class: "badge tone-none" }, "gated")] : null),
      metricNames.map((metric, m) => cell(mean(variant, metric), score(mean(variant, metric)), tops[m])),
      cell(variant.meanCostUsd, usd(variant.meanCostUsd), cheapest), cell(variant.p50Seconds, seconds(variant.p50Seconds), fastest), cell(variant.p95Seconds, seconds(variant.p95Seconds), steadiest),
      el("td", null, count(variant.runs)), el("td", { class: variant.failed ? "worse" : "" }, count(variant.failed)), el("td", { class: variant.errors ? "worse" : "" }, count(variant.errors))))))));
}

function chart(title, aside, body) {
  return el("figure", { class: "chart card" }, el("header", null, el("h3", null, title), aside), body);
}

function drawCharts() {
  const histograms = el("div", { class: "grid", id: "histograms" });
  const drawHistograms = at => histograms.replaceChildren(...report.variants[at].metrics.map(metric => chart(metric.metric, el("span", { class: "soft" }, "mean ", score(metric.mean)), histogram(metric))));
  drawHistograms(0);
  if (report.variants.length > 1) $("charts").append(el("div", { class: "filters" }, choice("Scores of", report.variants.map((v, i) => [String(i), v.variant]), "0", value => drawHistograms(Number(value)), { id: "histogram-variant" })));
  const wide = el("div", { class: "grid wide" });
  $("charts").append(histograms, wide);
  if (report.variants.length > 1) wide.append(costAndQuality());
  if (report.history.length > 0) wide.append(el("div", { id: "history", class: "slot" }, chart("Accepted baselines", el("span", { class: "soft" }, `${report.history.length} accepted`), historyLines(report.history, [...new Set(report.history.flatMap(entry => Object.keys(entry.means)))]))));
}

function costAndQuality() {
  const slot = el("div", { id: "scatter", class: "slot" });
  // The model alone where it tells the variants apart.
  const models = report.variants.map(v => v.variant.split(" on ").at(-1));
  const labels = report.variants.map((v, i) => models.filter(model => model === models[i]).length > 1 ? v.variant : models[i]);
  const draw = metric => {
    const points = report.variants.map((v, i) => ({ name: v.variant, label: labels[i], cost: v.meanCostUsd, quality: v.metrics.find(m => m.metric === metric)?.mean ?? null })).filter(p => p.cost !== null && p.quality !== null);
    slot.replaceChildren(chart("Cost and quality", choice("", metricNames.map(name => [name, name]), metric, draw, { "aria-label": "Metric" }), points.length ? scatter(points, metric) : el("p", { class: "empty" }, "No costs are known.")));
  };
  draw(metricNames[0]);
  return slot;
}

drawHead();
drawGate();
drawVariants();
drawCharts();
drawFilters();
drawTable();
$("case").addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));
$("case").addEventListener("click", event => { if (event.target === $("case")) $("case").close(); });
addEventListener("DOMContentLoaded", () => {
  const at = location.hash.startsWith("#case=") ? report.cases.findIndex(one => one.id === decodeURIComponent(location.hash.slice(6))) : -1;
  if (at >= 0) openCase(at);
});
