// The cases, fifty at a time: sorting and filtering work on numbers, so that 20,000 rows are one short pass.
const PAGE = 50;
const table = { sort: "status", up: true, text: "", tag: "", outcome: "", variant: 0, page: 0, shown: [] };

const statuses = ["Failed", "Error", "Skipped", "Passed"];
// Under a gate a case may be as bad as ever: it has not passed, it is no finding.
const wordOf = one => report.verdict ? ({ Failed: "finding", Passed: "no finding" })[one.status] ?? one.status.toLowerCase() : one.status.toLowerCase();
const toneOfStatus = one => ({ Failed: "tone-bad", Error: "tone-warn", Passed: report.verdict ? "tone-none" : "tone-good" })[one.status] ?? "tone-none";
const badge = one => el("span", { class: "badge " + toneOfStatus(one) }, wordOf(one));
const cellOf = one => one.variants[table.variant];
const outcomes = () => [["", "All"], ["Failed", report.verdict ? "Findings" : "Failed"], ["Passed", report.verdict ? "No finding" : "Passed"], ["Error", "Could not be judged"], ["Skipped", "Skipped"],
  ["run-failed", "A run failed"], ["run-error", "A run could not be judged"], ["critical", "Critical"]];

function columns() {
  return [
    { key: "id", title: "Case", value: one => one.id, draw: (one, i) => el("button", { class: "link mono", type: "button", "data-open": i, title: one.id }, one.id) },
    { key: "status", title: "Status", value: one => statuses.indexOf(one.status), draw: badge },
    ...metricNames.map(metric => ({ key: "score:" + metric, title: metric, value: one => cellOf(one)?.scores[metric], draw: one => scoreBar(cellOf(one)?.scores[metric]) })),
    { key: "cost", title: "Cost", value: one => cellOf(one)?.costUsd, draw: one => usd(cellOf(one)?.costUsd) },
    { key: "time", title: "Time", value: one => cellOf(one)?.seconds, draw: one => seconds(cellOf(one)?.seconds) },
    { key: "tags", title: "Tags", value: one => one.tags.join(" "), draw: one => one.tags.map(tag => el("span", { class: "tag" }, tag)), css: "left tags" },
  ];
}

function fits(one) {
  const cell = cellOf(one);
  return (!table.tag || one.tags.includes(table.tag))
    && (!table.text || one.words.includes(table.text))
    && (!table.outcome || one.status === table.outcome || (table.outcome === "run-failed" && cell?.failed > 0) || (table.outcome === "run-error" && cell?.errors > 0) || (table.outcome === "critical" && one.critical));
}

function order(value) {
  const way = table.up ? 1 : -1;
  return (a, b) => {
    const x = value(report.cases[a]), y = value(report.cases[b]);
    // What has no value is last, whichever way.
    const missing = (x === undefined || x === null) - (y === undefined || y === null);
    return missing || (x < y ? -way : x > y ? way : a - b);
  };
}

function drawTable(keepPage) {
  const all = columns(), sorted = all.find(column => column.key === table.sort);
  table.shown = report.cases.map((_, i) => i).filter(i => fits(report.cases[i])).sort(order(sorted.value));
  const pages = Math.max(1, Math.ceil(table.shown.length / PAGE));
  table.page = keepPage ? Math.min(table.page, pages - 1) : 0;
  const page = table.shown.slice(table.page * PAGE, (table.page + 1) * PAGE);
  $("rows").replaceChildren(el("table", { class: "cases" },
    el("thead", null, el("tr", null, all.map(column => el("th", { scope: "col", class: column.css, "aria-sort": column.key === table.sort ? table.up ? "ascending" : "descending" : null },
      el("button", { type: "button", "data-sort": column.key, click: () => sortBy(column.key) }, column.title))))),
    el("tbody", null, page.map(i => el("tr", { "data-open": i }, all.map(column => el("td", { class: column.css }, column.draw(report.cases[i], i))))))));
  if (!page.length) $("rows").append(el("p", { class: "empty" }, "No case fits these filters."));
  $("count").textContent = describe();
  drawPager(pages);
}

// How many cases are shown, and what they score together.
function describe() {
  const means = metricNames.map(metric => {
    let sum = 0, weights = 0;
    for (const i of table.shown) {
      const value = cellOf(report.cases[i])?.scores[metric];
      if (value !== undefined) { sum += value * report.cases[i].weight; weights += report.cases[i].weight; }
    }
    return weights > 0 ? `${metric} ${score(sum / weights)}` : null;
  }).filter(Boolean);
  return [`${count(table.shown.length)} of ${count(report.cases.length)} cases`, ...means].join(" · ");
}

function drawPager(pages) {
  const to = (page, text, name) => el("button", { class: "button", type: "button", "aria-label": name, disabled: page < 0 || page >= pages, click: () => { table.page = page; drawTable(true); $("cases").scrollIntoView(); } }, text);
  $("pager").replaceChildren(...(pages > 1 ? [to(table.page - 1, "←", "Previous page"), el("span", null, `Page ${count(table.page + 1)} of ${count(pages)}`), to(table.page + 1, "→", "Next page")] : []));
}

function sortBy(key) {
  table.up = table.sort === key ? !table.up : true;
  table.sort = key;
  drawTable();
  document.querySelector(`[data-sort="${CSS.escape(key)}"]`).focus();
}

function drawFilters() {
  const tags = [...new Set(report.cases.flatMap(one => one.tags))].sort();
  const search = el("input", { type: "search", id: "search", placeholder: "id, tag or message", input: () => { table.text = search.value.trim().toLowerCase(); drawTable(); } });
  $("cases").append(
    el("div", { class: "filters" }, el("label", { class: "grow" }, "Search", search),
      tags.length > 0 && choice("Tag", [["", "All"], ...tags.map(tag => [tag, tag])], "", value => { table.tag = value; drawTable(); }, { id: "tag" }),
      choice("Outcome", outcomes(), "", value => { table.outcome = value; drawTable(); }, { id: "outcome" }),
      report.variants.length > 1 && choice("Variant", report.variants.map((v, i) => [String(i), v.variant]), "0", value => { table.variant = Number(value); drawTable(); }, { id: "variant" })),
    el("p", { class: "count", id: "count", "aria-live": "polite" }),
    el("div", { class: "table", id: "rows", click: event => { const row = event.target.closest("[data-open]"); if (row) openCase(Number(row.dataset.open)); } }),
    el("nav", { class: "pager", id: "pager", "aria-label": "Pages" }));
}
