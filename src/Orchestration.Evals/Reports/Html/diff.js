// Myers' greedy alignment of two lists: [sign, item] in order, the sign " ", "-" or "+".
// Lists that share hardly anything are given as one replaced by the other.
function align(before, after, limit = 1500) {
  let start = 0, end = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const a = before.slice(start, before.length - end), b = after.slice(start, after.length - end);
  const same = item => [" ", item];
  return [...before.slice(0, start).map(same), ...middle(a, b, limit), ...before.slice(before.length - end).map(same)];
}

function middle(a, b, limit) {
  const replaced = () => [...a.map(item => ["-", item]), ...b.map(item => ["+", item])];
  if (!a.length || !b.length) return replaced();
  const trace = [], reach = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(limit, a.length + b.length); d++) {
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach.get(k - 1) < reach.get(k + 1));
      let x = down ? reach.get(k + 1) : reach.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace, d);
    }
    const row = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) row[k + d] = reach.get(k);
    trace.push(row);
  }
  return replaced();
}

function walkBack(a, b, trace, d) {
  const steps = [];
  let x = a.length, y = b.length;
  for (; d > 0; d--) {
    const row = trace[d - 1], k = x - y, at = i => row[i + d - 1] ?? -1;
    const fromK = k === -d || (k !== d && at(k - 1) < at(k + 1)) ? k + 1 : k - 1, fromX = at(fromK), fromY = fromX - fromK;
    while (x > fromX && y > fromY) { x--; y--; steps.push([" ", a[x]]); }
    steps.push(x === fromX ? ["+", b[fromY]] : ["-", a[fromX]]);
    x = fromX;
    y = fromY;
  }
  while (x > 0) { x--; steps.push([" ", a[x]]); }
  return steps.reverse();
}

const words = text => text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];

// The two sides of a changed stretch, with the words that differ marked.
function changed(removed, added) {
  const old = words(removed.join("\n")), now = words(added.join("\n"));
  if (!removed.length || !added.length || old.length + now.length > 6000) return [removed.map(line => [[false, line]]), added.map(line => [[false, line]])];
  const steps = align(old, now, 600);
  // Where little is alike, marks on every word would only be noise.
  const alike = steps.filter(([sign, word]) => sign === " " && word.trim()).length;
  const marks = alike * 4 >= Math.min(old.length, now.length) / 2;
  const side = other => {
    const lines = [[]];
    for (const [sign, word] of steps) {
      if (sign === other) continue;
      word.split("\n").forEach((part, i) => {
        if (i) lines.push([]);
        if (part) lines.at(-1).push([marks && sign !== " ", part]);
      });
    }
    return lines;
  };
  return [side("+"), side("-")];
}

// The lines of a comparison: { sign, parts: [[marked, text]] }, with all but two equal lines around a change as a gap.
function compare(before, after, context = 3) {
  const steps = align(before.split("\n"), after.split("\n")), lines = [];
  for (let i = 0; i < steps.length;) {
    if (steps[i][0] === " ") { lines.push({ sign: " ", parts: [[false, steps[i][1]]] }); i++; continue; }
    const removed = [], added = [];
    for (; i < steps.length && steps[i][0] !== " "; i++) (steps[i][0] === "-" ? removed : added).push(steps[i][1]);
    const [old, now] = changed(removed, added);
    lines.push(...old.map(parts => ({ sign: "-", parts })), ...now.map(parts => ({ sign: "+", parts })));
  }
  const near = new Array(lines.length).fill(false);
  lines.forEach((line, i) => { if (line.sign !== " ") near.fill(true, Math.max(0, i - context), i + context + 1); });
  const shown = [];
  for (let i = 0; i < lines.length; i++) {
    if (near[i]) { shown.push(lines[i]); continue; }
    const from = i;
    while (i + 1 < lines.length && !near[i + 1]) i++;
    shown.push({ sign: "gap", parts: [[false, `${count(i - from + 1)} equal ${i === from ? "line" : "lines"}`]] });
  }
  return shown;
}

// Two JSON documents member by member: [path, before, after], undefined where there is none. Numbers as they were written.
function compareFields(before, after) {
  const flat = text => {
    const fields = new Map();
    const visit = (path, value) => {
      if (value instanceof Written) fields.set(path, value.text);
      else if (value && typeof value === "object" && Object.keys(value).length) {
        for (const [key, member] of Object.entries(value)) visit(Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key, member);
      } else fields.set(path, JSON.stringify(value));
    };
    visit("", JSON.parse(text, (key, value, context) => typeof value === "number" ? new Written(context?.source ?? String(value)) : value));
    return fields;
  };
  const old = flat(before), now = flat(after);
  return [...new Set([...old.keys(), ...now.keys()])].map(path => [path || "(all)", old.get(path), now.get(path)]).filter(([, a, b]) => a !== b);
}

class Written { constructor(text) { this.text = text; } }
