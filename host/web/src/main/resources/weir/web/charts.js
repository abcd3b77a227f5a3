/*
 * Charts of the operator page and of the HTML reports. The global uPlot must be loaded first.
 *
 * priceChart(element, spec): prices over blocks, with a rectangle for each held range.
 *   spec.pool    {symbol0, symbol1, decimals0, decimals1}; without symbols, raw units are shown
 *   spec.blocks, spec.ratios   block numbers, and token1 per token0 in raw units
 *   spec.ranges  [{from, to, tickLower, tickUpper, live, lines: [text]}] from and to are blocks; lines are shown on hover
 *   spec.marks   [{block, kind: "rebalance" | "version", text}]
 * lineChart(element, spec): values over blocks or time.
 *   spec.x, spec.series [{name, values, color: 1..4, dashed, step}], spec.unit ("", "%", "ms", …), spec.marks as above
 * Both: spec.label, spec.xUnit "hours" | "block" | "time" (seconds since 1970), spec.origin and spec.blockSeconds for hours.
 * Both return {update(spec)}. A change keeps the zoom. Keys: arrows visit the marks, + and - zoom, 0 shows everything.
 */
import {Chart, color, element, number, xText, xValue} from "./chart.js";

const HEIGHTS = {price: 340, lines: 150};

/* Prices are shown above one, in whole tokens. */
export function priceScale(pool, sampleRatio) {
  const factor = 10 ** ((pool?.decimals0 ?? 0) - (pool?.decimals1 ?? 0));
  const inverted = Boolean(pool?.symbol0) && sampleRatio * factor < 1;
  const show = ratio => inverted ? 1 / (ratio * factor) : ratio * factor;
  const [of, per] = inverted ? [pool?.symbol0, pool?.symbol1] : [pool?.symbol1, pool?.symbol0];
  return {show, atTick: tick => show(1.0001 ** tick), title: of ? `${of} for one ${per}` : "token1 per token0, raw units"};
}

/* A canvas draws nothing at the coordinates of a range that is as wide as the pool. Edges outside stay outside by some pixels. */
function clamp(position, start, length) {
  return Math.max(start - 8, Math.min(start + length + 8, position));
}

class PriceChart extends Chart {
  prepare() {
    const spec = this.spec;
    this.scale = priceScale(spec.pool, spec.ratios[0]);
    this.title.textContent = `${spec.label}: ${this.scale.title}`;
    this.ranges = spec.ranges.map(range => {
      const ends = [this.scale.atTick(range.tickLower), this.scale.atTick(range.tickUpper)];
      return {...range, x0: xValue(spec, range.from), x1: xValue(spec, range.to), low: Math.min(...ends), high: Math.max(...ends)};
    });
  }

  data() {
    return [this.spec.blocks.map(block => xValue(this.spec, block)), this.spec.ratios.map(this.scale.show)];
  }

  lines() {
    return [{stroke: color("--text"), width: 1.5, points: {show: false}}];
  }

  /* The visible prices with a margin, extended to ranges that are not far away. */
  yRange(plot, low, high) {
    if (low == null) return [0, 1];
    const margin = Math.max(high - low, high * 1e-4);
    let [bottom, top] = [low - 0.05 * margin, high + 0.05 * margin];
    for (const range of this.ranges) {
      if (range.x1 < plot.scales.x.min || range.x0 > plot.scales.x.max) continue;
      bottom = Math.max(low - 3 * margin, Math.min(bottom, range.low - 0.03 * margin));
      top = Math.min(high + 3 * margin, Math.max(top, range.high + 0.03 * margin));
    }
    return [bottom, top];
  }

  drawBehind(plot) {
    const {ctx, bbox} = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const range of this.ranges) {
      const x0 = clamp(plot.valToPos(range.x0, "x", true), bbox.left, bbox.width);
      const x1 = Math.max(x0 + 2, clamp(plot.valToPos(range.x1, "x", true), bbox.left, bbox.width));
      const y0 = clamp(plot.valToPos(range.high, "y", true), bbox.top, bbox.height);
      const y1 = Math.max(y0 + 2, clamp(plot.valToPos(range.low, "y", true), bbox.top, bbox.height));
      ctx.fillStyle = color(range.live ? "--live-fill" : "--range-fill");
      ctx.fillRect(x0, y0, x1 - x0, y1 - y0);
      ctx.strokeStyle = color(range.live ? "--live" : "--range");
      ctx.strokeRect(x0, y0, x1 - x0, y1 - y0);
    }
    ctx.restore();
  }

  tipLines(plot, left, top, idx) {
    const [x, y] = [plot.posToVal(left, "x"), plot.posToVal(top, "y")];
    const price = plot.data[1][idx];
    const texts = [`${xText(this.spec, plot.data[0][idx], this.span(plot))} · block ${this.spec.blocks[idx]} · price ${number(price)}`];
    const held = this.ranges.filter(range => range.x0 <= x && x <= range.x1);
    const under = held.filter(range => range.low <= y && y <= range.high);
    for (const range of (under.length ? under : held).slice(-2)) {
      texts.push(`range ${number(range.low)} to ${number(range.high)} (ticks ${range.tickLower} to ${range.tickUpper})`, ...range.lines);
    }
    return [...texts, ...this.nearMarks(plot, left)];
  }
}

class LineChart extends Chart {
  data() {
    const {x, series} = this.spec;
    return [x.map(value => xValue(this.spec, value)), ...series.map(line => line.values)];
  }

  lines() {
    const stepped = uPlot.paths.stepped({align: 1});
    return this.spec.series.map(line => ({
      stroke: color(`--line${line.color ?? 1}`), width: 1.5, dash: line.dashed ? [6, 4] : undefined,
      paths: line.step ? stepped : undefined, spanGaps: true, points: {show: this.spec.x.length < 3},
    }));
  }

  yRange(plot, low, high) {
    if (low == null) return [0, 1];
    const [bottom, top] = [Math.min(0, low), Math.max(0, high)];
    return top === bottom ? [0, 1] : [bottom - (bottom < 0 ? 0.06 * (top - bottom) : 0), top + 0.06 * (top - bottom)];
  }

  tipLines(plot, left, top, idx) {
    if (idx == null) return [];
    const values = this.spec.series.map((line, i) => `${line.name}: ${number(plot.data[i + 1][idx])} ${this.spec.unit ?? ""}`);
    return [xText(this.spec, plot.data[0][idx], this.span(plot)), ...values, ...this.nearMarks(plot, left)];
  }
}

function legend(host, spec) {
  const entry = ([className, text]) => element("li", "", element("span", `key ${className}`), text);
  const entries = spec.legend ?? spec.series?.map(line => [`line${line.color ?? 1}${line.dashed ? " dashed" : ""}`, line.name]) ?? [];
  const list = element("ul", "legend", ...entries.map(entry));
  host.querySelector(":scope > .legend")?.remove();
  host.append(list);
}

function chart(kind, host, spec) {
  const made = kind === "price" ? new PriceChart(host, HEIGHTS.price) : new LineChart(host, spec.height ?? HEIGHTS.lines);
  const update = next => {
    made.update(next);
    legend(host, next);
  };
  update(spec);
  return {update, plot: () => made.plot};
}

export function priceChart(host, spec) {
  return chart("price", host, spec);
}

export function lineChart(host, spec) {
  return chart("lines", host, spec);
}

/* Draws every <figure data-chart="price|lines"> of a report; its data are JSON in a script element inside. */
export function drawAll(root) {
  for (const figure of root.querySelectorAll("figure[data-chart]")) {
    chart(figure.dataset.chart, figure, JSON.parse(figure.querySelector("script").textContent));
  }
}
