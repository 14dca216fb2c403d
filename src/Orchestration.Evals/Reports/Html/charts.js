const WIDTH = 460, HEIGHT = 230, LEFT = 44, RIGHT = 16, TOP = 14, BOTTOM = 30;

function drawing(width, height, label, ...children) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, children);
}

// Some round values from low to high.
function ticks(low, high, wanted = 4) {
  const rough = (high - low) / wanted || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(n => n * power).find(n => n >= rough);
  const values = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) values.push(i * step);
  return values;
}

function range(values, pad, least, most) {
  const low = Math.min(...values), high = Math.max(...values), room = Math.max((high - low) * pad, 0.02 * Math.abs(high) || 0.02);
  return [Math.max(least, low - room), Math.min(most, high + room)];
}

function scale([low, high], from, to) {
  return value => from + (high === low ? 0.5 : (value - low) / (high - low)) * (to - from);
}

const rows = (values, y, right, text) => values.map(value => [
  svg("line", { class: "axis", x1: LEFT, x2: right, y1: y(value), y2: y(value) }),
  svg("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, text(value))]);

function histogram(metric) {
  const width = 270, height = 110, floor = 90, bins = metric.distribution, most = Math.max(1, ...bins), step = width / bins.length;
  const bars = bins.map((n, i) => n > 0 && svg("rect", { class: "bar", x: i * step + 1, width: step - 2, y: floor - Math.max(2, n / most * (floor - 6)), height: Math.max(2, n / most * (floor - 6)), rx: 1.5 },
    svg("title", null, `${count(n)} from ${(i / bins.length).toFixed(2)} to ${((i + 1) / bins.length).toFixed(2)}`)));
  return drawing(width, height, `Scores of ${metric.metric}: ${bins.join(", ")} in twentieths from 0 to 1`,
    svg("line", { class: "axis", x1: 0, x2: width, y1: floor, y2: floor }), bars,
    metric.mean !== null && svg("line", { class: "mean", x1: metric.mean * width, x2: metric.mean * width, y1: 2, y2: floor }),
    svg("text", { x: 0, y: floor + 15 }, "0"), svg("text", { x: width / 2, y: floor + 15, "text-anchor": "middle" }, "0.5"), svg("text", { x: width, y: floor + 15, "text-anchor": "end" }, "1"));
}

// A point is on the frontier if none is as good for less, or better for as much.
function frontierOf(points) {
  return points.filter(p => !points.some(q => q.cost <= p.cost && q.quality >= p.quality && (q.cost < p.cost || q.quality > p.quality))).sort((p, q) => p.cost - q.cost);
}

function scatter(points, metric) {
  const xs = range(points.map(p => p.cost), 0.18, 0, Infinity), ys = range(points.map(p => p.quality), 0.25, 0, 1);
  const x = scale(xs, LEFT, WIDTH - RIGHT), y = scale(ys, HEIGHT - BOTTOM, TOP);
  const frontier = frontierOf(points);
  const taken = [];
  // Above its point, or where that place is taken below it, or further up.
  const label = (p, left, top) => {
    const inner = left > WIDTH / 2, width = 6.5 * p.label.length, from = inner ? left - 10 - width : left + 10;
    const at = [-8, 17, -22, 31, -36].map(by => top + by).find(y => !taken.some(t => Math.abs(t.y - y) < 12 && t.from < from + width && from < t.from + t.width)) ?? top - 8;
    taken.push({ y: at, from, width });
    return svg("text", { class: frontier.includes(p) ? "strong" : "", x: left + (inner ? -10 : 10), y: at, "text-anchor": inner ? "end" : "start" }, p.label);
  };
  const path = frontier.map((p, i) => i ? `H${x(p.cost)}V${y(p.quality)}` : `M${x(p.cost)} ${y(p.quality)}`).join("");
  return drawing(WIDTH, HEIGHT, `Cost and ${metric} of ${points.length} variants; on the frontier: ${frontier.map(p => p.name).join(", ")}`,
    rows(ticks(...ys), y, WIDTH - RIGHT, value => value.toFixed(2)),
    ticks(...xs).map(value => svg("text", { x: x(value), y: HEIGHT - 10, "text-anchor": "middle" }, usdTick(value))),
    frontier.length > 1 && svg("path", { class: "frontier", d: path }),
    points.map(p => [
      svg("circle", { class: frontier.includes(p) ? "point on" : "point", cx: x(p.cost), cy: y(p.quality), r: 5.5 }, svg("title", null, `${p.name}: ${metric} ${score(p.quality)}, ${usd(p.cost)} a run`)),
      label(p, x(p.cost), y(p.quality))]));
}

function historyLines(entries, metrics) {
  const right = WIDTH - 96, values = entries.flatMap(entry => metrics.map(metric => entry.means[metric]).filter(value => value !== undefined && value !== null));
  const bounds = range(values, 0.15, 0, 1), x = scale([0, entries.length - 1], LEFT + 8, right - 8), y = scale(bounds, HEIGHT - BOTTOM, TOP);
  const every = Math.ceil(entries.length / 4), ends = [];
  const lines = metrics.map((metric, i) => {
    const points = entries.map((entry, at) => ({ entry, at, value: entry.means[metric] })).filter(point => point.value !== undefined && point.value !== null);
    if (!points.length) return null;
    ends.push({ metric, i, y: y(points.at(-1).value) });
    return svg("g", { class: "series h" + i % 6 },
      svg("path", { class: "line", d: points.map((point, n) => `${n ? "L" : "M"}${x(point.at)} ${y(point.value)}`).join("") }),
      points.map(point => svg("circle", { class: "dot", cx: x(point.at), cy: y(point.value), r: 3.5 },
        svg("title", null, `${day(point.entry.time)}: ${metric} ${score(point.value)}, ${point.entry.variant}${point.entry.revision ? ", " + point.entry.revision : ""}${point.entry.note ? ": " + point.entry.note : ""}`))));
  });
  // Names at the lines' ends, moved apart where they would lie on one another.
  ends.sort((a, b) => a.y - b.y).forEach((end, i) => { if (i) end.y = Math.max(end.y, ends[i - 1].y + 13); });
  return drawing(WIDTH, HEIGHT, `Accepted baselines, ${entries.length} from ${day(entries[0].time)} to ${day(entries.at(-1).time)}`,
    rows(ticks(...bounds), y, right, value => value.toFixed(2)), lines,
    ends.map(end => svg("text", { class: "hue h" + end.i % 6, x: right + 2, y: end.y + 4 }, end.metric.length > 12 ? end.metric.slice(0, 11) + "…" : end.metric)),
    entries.map((entry, i) => i % every === 0 && svg("text", { x: x(i), y: HEIGHT - 10, "text-anchor": "middle" }, day(entry.time))));
}
