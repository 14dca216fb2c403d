// One case in a drawer: why it scored as it did, and its output beside what it is compared with.
const drawer = { index: -1, variant: 0, repeat: null, other: null, view: null };

function textsOf(index) {
  const texts = [...document.querySelectorAll(`script[data-case="${index}"]`)].map(script => ({ kind: script.dataset.kind, ...JSON.parse(script.textContent) }));
  return {
    runs: texts.filter(text => text.kind === "run").sort((a, b) => a.variant - b.variant || a.repeat - b.repeat),
    golden: texts.find(text => text.kind === "golden"),
    other: texts.find(text => text.kind === "other"),
  };
}

function openCase(index) {
  const reopened = drawer.index === index;
  Object.assign(drawer, { index, other: null, view: null, texts: textsOf(index) }, reopened ? null : { variant: table.variant, repeat: null });
  const runs = drawer.texts.runs.filter(run => run.variant === drawer.variant);
  drawer.repeat = [...runs].sort((a, b) => lowest(a) - lowest(b))[0]?.repeat ?? null;
  drawCase();
  if (!$("case").open) $("case").showModal();
  $("case").scrollTop = 0;
  history.replaceState(null, "", "#case=" + encodeURIComponent(report.cases[index].id));
}

const lowest = run => Math.min(2, ...run.scores.filter(s => s.kind === "Scored").map(s => s.value));

function drawCase() {
  const one = report.cases[drawer.index], { runs, golden } = drawer.texts;
  const run = runs.find(r => r.variant === drawer.variant && r.repeat === drawer.repeat);
  const place = table.shown.indexOf(drawer.index);
  const step = by => place >= 0 && table.shown[place + by] !== undefined ? () => openCase(table.shown[place + by]) : null;
  const turn = (text, name, to) => el("button", { class: "button", type: "button", "aria-label": name, disabled: !to, click: to ?? (() => {}) }, text);
  const repeats = runs.filter(r => r.variant === drawer.variant);
  $("case").replaceChildren(
    el("div", { class: "top" }, el("h2", { id: "case-title", class: "mono", tabindex: "-1", autofocus: true }, one.id),
      turn("↑", "Previous case", step(-1)), turn("↓", "Next case", step(1)), turn("✕", "Close", () => $("case").close())),
    el("div", { class: "inside" },
      el("ul", { class: "facts" },
        el("li", null, badge(one)), one.critical && el("li", null, el("b", null, "critical")), one.weight !== 1 && el("li", null, "weight ", el("b", null, String(one.weight))),
        one.tags.length > 0 && el("li", null, one.tags.map(tag => el("span", { class: "tag" }, tag)))),
      one.message && el("p", { class: "note " + toneOfStatus(one) }, one.message),
      el("div", { class: "row" },
        report.variants.length > 1 && choice("Variant", report.variants.map((v, i) => [String(i), v.variant]), String(drawer.variant), value => { drawer.variant = Number(value); drawCase(); }, { id: "case-variant" }),
        repeats.length > 1 && choice("Repeat", repeats.map(r => [String(r.repeat), `${r.repeat}${r.outcome === "Scored" ? "" : ": " + r.outcome.toLowerCase()}`]), String(drawer.repeat), value => { drawer.repeat = Number(value); drawCase(); }, { id: "case-repeat" })),
      run ? drawRun(run, runs, golden) : el("p", { class: "note tone-none" }, one.variants[drawer.variant]
        ? document.readyState === "loading" ? "Its texts are still being read." : "Its texts are not in this page: it would have been too large. They are in the results folder." : "This variant did not run the case.")));
}

function drawRun(run, runs, golden) {
  return [
    el("ul", { class: "facts" }, el("li", null, "cost ", el("b", null, usd(run.costUsd))), el("li", null, "time ", el("b", null, seconds(run.seconds))), el("li", null, "attempts ", el("b", null, String(run.attempts))),
      run.models && el("li", null, "models ", el("b", null, run.models)), el("li", null, "run ", el("b", { class: "mono" }, run.run))),
    run.error && el("p", { class: "note tone-bad" }, run.error),
    el("h3", null, "Scores"),
    el("ul", { class: "reasons card" }, run.scores.map(s => el("li", null, el("b", null, s.metric), s.kind === "Scored" ? scoreBar(s.value) : el("span", { class: "soft" }, s.kind === "Error" ? "error" : "n/a"), el("span", { class: "reason soft" }, s.reason)))),
    drawOutput(run, runs, golden)];
}

function drawOutput(run, runs, golden) {
  const others = [
    drawer.texts.other?.output && ["other", drawer.texts.other.variant + ", accepted", drawer.texts.other.output],
    golden?.reference && ["reference", "Reference", golden.reference],
    ...runs.filter(r => r.output && r !== run && (r.repeat === run.repeat || r.variant === run.variant)).map(r => [`run-${r.variant}-${r.repeat}`, `${report.variants[r.variant].variant}, repeat ${r.repeat}`, r.output])].filter(Boolean);
  const [key, , other] = others.find(([key]) => key === drawer.other) ?? others[0] ?? [];
  const views = [
    other && run.output && other.json && run.output.json && ["fields", "Fields"],
    other && run.output && ["difference", "Lines"],
    run.output && ["output", "Output"],
    golden?.input && ["input", "Input"]].filter(Boolean);
  const view = (views.find(([name]) => name === drawer.view) ?? views[0])?.[0];
  if (!view) return el("p", { class: "note tone-none" }, "There is no output.");
  return [
    el("div", { class: "row" },
      el("div", { class: "views", role: "group", "aria-label": "View" }, views.map(([name, title]) => el("button", { class: "button", type: "button", "aria-pressed": String(name === view), click: () => { drawer.view = name; drawCase(); } }, title))),
      others.length > 0 && choice("Compared with", others.map(([value, text]) => [value, text]), key, value => { drawer.other = value; drawCase(); }, { id: "case-other" })),
    view === "fields" ? drawFields(other.text, run.output.text) : view === "difference" ? drawLines(compare(other.text, run.output.text)) : drawLines((view === "output" ? run.output : golden.input).text.split("\n").map(line => ({ sign: "", parts: [[false, line]] })))];
}

function drawLines(lines) {
  if (lines.length === 1 && lines[0].sign === "gap") return el("p", { class: "note tone-good" }, "They are equal.");
  const style = { "-": "removed", "+": "added", gap: "gap" };
  return el("div", { class: "text card", tabindex: "0" }, lines.map(line => el("div", { class: style[line.sign], "data-sign": line.sign === "gap" ? "⋯" : line.sign },
    el("span", null, line.parts.map(([marked, text]) => marked ? el(line.sign === "-" ? "del" : "ins", null, text) : text)))));
}

function drawFields(before, after) {
  const fields = compareFields(before, after);
  if (!fields.length) return el("p", { class: "note tone-good" }, "All fields are equal.");
  return el("div", { class: "table" }, el("table", { class: "fields" },
    el("thead", null, el("tr", null, el("th", { scope: "col" }, "Field"), el("th", { scope: "col" }, "Before"), el("th", { scope: "col" }, "Output"))),
    el("tbody", null, fields.map(([path, old, now]) => el("tr", null, el("td", null, path), el("td", { class: old === undefined ? "soft" : "removed" }, old ?? "none"), el("td", { class: now === undefined ? "soft" : "added" }, now ?? "none"))))));
}
