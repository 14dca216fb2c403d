// Elements are made here and nowhere else: texts only ever become text nodes, so that no output can be mark-up.
const $ = id => document.getElementById(id);

function make(space, tag, attributes, children) {
  const element = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const el = (tag, attributes, ...children) => make("http://www.w3.org/1999/xhtml", tag, attributes, children);
const svg = (tag, attributes, ...children) => make("http://www.w3.org/2000/svg", tag, attributes, children);

const count = n => n.toLocaleString("en");
const score = x => x === null || x === undefined ? "–" : x.toFixed(3);
// Points of a score; percent of cost and latency.
const change = (metric, x) => x === null || x === undefined ? "–" : (x * 100).toFixed(1) + (metric === "cost" || metric === "latency" ? " %" : " pts");
const chance = p => p < 0.001 ? "< 0.001" : p.toFixed(3);
// Three digits that count, so that columns of small prices line up.
const usd = x => x === null || x === undefined ? "–" : x === 0 ? "$0" : "$" + x.toFixed(Math.min(8, Math.max(2, 2 - Math.floor(Math.log10(Math.abs(x))))));
const usdTick = x => usd(x).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
const seconds = s => s === null || s === undefined ? "–" : s < 1 ? Math.round(s * 1000) + " ms" : s < 100 ? s.toFixed(1) + " s" : Math.round(s) + " s";
const day = time => time.slice(0, 10);
const inUnit = (metric, value) => metric === "cost" ? usd(value) : metric === "latency" ? seconds(value) : score(value);
const toneOf = value => value >= 0.8 ? "tone-good" : value >= 0.5 ? "tone-warn" : "tone-bad";

function scoreBar(value) {
  if (value === null || value === undefined) return el("span", { class: "soft" }, "–");
  const bar = el("span", { class: "score " + toneOf(value) }, value.toFixed(2));
  bar.style.setProperty("--share", value);
  return bar;
}

function choice(label, options, selected, onchange, attributes) {
  const select = el("select", { ...attributes, change: () => onchange(select.value) }, options.map(([value, text]) => el("option", { value, selected: value === selected }, text)));
  return el("label", null, label, select);
}
