/* The part that the charts of charts.js share: size, theme, zoom, keyboard, tooltip, marks. The global uPlot must be loaded first. */
/* Colours of the theme by name. Reading one makes the browser compute styles, so each is read once. */
const colors = new Map();
const dark = matchMedia("(prefers-color-scheme: dark)");
dark.addEventListener("change", () => colors.clear());

export function color(name) {
  if (!colors.has(name)) colors.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return colors.get(name);
}

/* By the number of decimals. Made once, because a browser takes long to make one. */
const formats = new Map([1, 3, 5].map(decimals => [decimals, new Intl.NumberFormat("en", {maximumFractionDigits: decimals})]));

export function number(value) {
  if (value == null || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e9)) return value.toExponential(2);
  return formats.get(size >= 1000 ? 1 : size >= 1 ? 3 : 5).format(value);
}

export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

function hours(value, span) {
  return span < 2 ? `${number(Math.round(value * 600) / 10)} min` : `${number(Math.round(value * 100) / 100)} h`;
}

export function xValue(spec, block) {
  return spec.xUnit === "hours" ? (block - spec.origin) * spec.blockSeconds / 3600 : block;
}

export function xText(spec, value, span) {
  if (value == null) return "";
  if (spec.xUnit === "hours") return hours(value, span);
  return spec.xUnit === "time" ? new Date(value * 1000).toLocaleTimeString() : `block ${Math.round(value)}`;
}

/* The part that all charts share: size, theme, zoom, keyboard, tooltip. */
export class Chart {
  constructor(host, height) {
    this.host = host;
    this.height = height;
    this.tip = element("div", "chart-tip");
    this.tip.hidden = true;
    this.live = element("p", "visually-hidden");
    this.live.setAttribute("aria-live", "polite");
    this.title = element("p", "chart-title");
    this.plotHost = element("div", "chart-plot");
    const button = (text, label, action) => {
      const node = element("button", "chart-button", text);
      node.type = "button";
      node.setAttribute("aria-label", label);
      node.addEventListener("click", action);
      return node;
    };
    this.buttons = element("div", "chart-buttons",
        button("+", "Zoom in", () => this.zoom(0.5)),
        button("−", "Zoom out", () => this.zoom(2)),
        button("All", "Show everything", () => this.zoomOut()));
    host.classList.add("chart");
    host.replaceChildren(element("div", "chart-head", this.title, this.buttons), this.plotHost, this.live);
    this.plotHost.tabIndex = 0;
    this.plotHost.setAttribute("role", "application");
    this.plotHost.addEventListener("keydown", event => this.key(event));
    this.plotHost.addEventListener("dblclick", () => this.zoomOut());
    this.zoomed = false;
    this.focus = -1;
    new ResizeObserver(() => this.plot?.setSize({width: this.width(), height: this.height})).observe(this.plotHost);
    dark.addEventListener("change", () => this.rebuild());
  }

  width() {
    return Math.max(200, this.plotHost.clientWidth);
  }

  update(spec) {
    const shape = JSON.stringify([spec.xUnit, spec.unit, spec.pool, spec.series?.map(line => [line.name, line.color])]);
    this.spec = spec;
    this.title.textContent = spec.label;
    this.plotHost.setAttribute("aria-label", `${spec.label}. Arrow keys visit the marks, plus and minus zoom, 0 shows everything.`);
    this.prepare();
    if (!this.plot || shape !== this.shape) {
      this.shape = shape;
      this.rebuild();
    } else {
      this.plot.setData(this.data(), !this.zoomed);
      if (this.zoomed) this.plot.redraw();
    }
  }

  rebuild() {
    if (!this.spec) return;
    this.plot?.destroy();
    const grid = {stroke: color("--grid"), width: 1};
    const axis = {stroke: color("--muted"), grid, ticks: grid, font: "12px system-ui, sans-serif"};
    const span = () => this.plot ? this.plot.scales.x.max - this.plot.scales.x.min : Infinity;
    this.plot = new uPlot({
      width: this.width(),
      height: this.height,
      legend: {show: false},
      cursor: {drag: {x: true, y: false, uni: 8}, points: {size: 7}, y: false},
      scales: {x: {time: this.spec.xUnit === "time", range: (plot, low, high) => this.xRange(plot, low, high)}, y: {range: (plot, low, high) => this.yRange(plot, low, high)}},
      axes: [
        {...axis, space: 80, values: this.spec.xUnit === "time" ? undefined
            : (plot, splits) => splits.map(value => xText(this.spec, value, span()).replace("block ", ""))},
        {...axis, size: 64, values: (plot, splits) => splits.map(value => number(value) + (this.spec.unit === "%" ? " %" : ""))},
      ],
      series: [{}, ...this.lines()],
      hooks: {
        drawClear: [plot => this.drawBehind(plot)],
        draw: [plot => this.drawMarks(plot)],
        setCursor: [plot => this.hover(plot)],
        setSelect: [() => { this.zoomed = true; }],
      },
    }, this.data(), this.plotHost);
    this.plot.over.append(this.tip);
    this.plot.over.addEventListener("mouseleave", () => { this.tip.hidden = true; });
  }

  /* Shows ten minutes at least, or as many blocks. uPlot passes a far wider range for a single point. */
  xRange(plot, low, high) {
    if (low == null) return [0, 1];
    const xs = plot.data[0];
    const isSingle = xs.length === 1;
    const [from, to] = isSingle ? [xs[0], xs[0]] : [low, high];
    const least = this.zoomed && !isSingle ? 0 : {time: 600, hours: 1 / 6}[this.spec.xUnit] ?? 600 / (this.spec.blockSeconds ?? 2);
    return to - from < least ? [to - least, to] : [from, to];
  }

  zoom(factor) {
    const {min, max} = this.plot.scales.x;
    const middle = this.plot.cursor.left >= 0 ? this.plot.posToVal(this.plot.cursor.left, "x") : (min + max) / 2;
    const xs = this.plot.data[0];
    const low = Math.max(xs[0], middle - (middle - min) * factor);
    const high = Math.min(xs[xs.length - 1], middle + (max - middle) * factor);
    this.zoomed = low > xs[0] || high < xs[xs.length - 1];
    this.plot.setScale("x", {min: low, max: high});
  }

  zoomOut() {
    this.zoomed = false;
    const xs = this.plot.data[0];
    this.plot.setScale("x", {min: xs[0], max: xs[xs.length - 1]});
  }

  key(event) {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (step) this.visit(step);
    else if (event.key === "+") this.zoom(0.5);
    else if (event.key === "-") this.zoom(2);
    else if (event.key === "0" || event.key === "Escape") this.zoomOut();
    else return;
    event.preventDefault();
  }

  visit(step) {
    const stops = this.stops();
    if (!stops.length) return;
    this.focus = this.focus < 0 && step < 0 ? stops.length - 1 : Math.min(stops.length - 1, Math.max(0, this.focus + step));
    const x = stops[this.focus].x;
    const {min, max} = this.plot.scales.x;
    if (x < min || x > max) this.plot.setScale("x", {min: x - (max - min) / 2, max: x + (max - min) / 2});
    this.plot.setCursor({left: this.plot.valToPos(x, "x") + 1, top: this.height / 3});
    this.live.textContent = stops[this.focus].text;
  }

  hover(plot) {
    const {left, top, idx} = plot.cursor;
    if (left == null || left < 0) {
      this.tip.hidden = true;
      return;
    }
    const texts = this.tipLines(plot, left, top, idx);
    this.tip.hidden = texts.length === 0;
    this.tip.replaceChildren(...texts.map((text, i) => element("div", i === 0 ? "chart-tip-first" : "", text)));
    const room = plot.over.clientWidth;
    this.tip.style.left = `${Math.max(0, Math.min(left + 14, room - this.tip.offsetWidth))}px`;
    this.tip.style.top = `${Math.max(0, Math.min(top + 14, plot.over.clientHeight - this.tip.offsetHeight))}px`;
  }

  span(plot) {
    return plot.scales.x.max - plot.scales.x.min;
  }

  marks() {
    return (this.spec.marks ?? []).map(mark => ({...mark, x: xValue(this.spec, mark.block)}));
  }

  stops() {
    return this.marks().map(mark => ({x: mark.x, text: mark.text}));
  }

  nearMarks(plot, left) {
    return this.marks().filter(mark => Math.abs(plot.valToPos(mark.x, "x") - left) < 7).slice(-3).map(mark => mark.text);
  }

  drawMarks(plot) {
    const {ctx, bbox} = plot;
    for (const mark of this.marks()) {
      const x = plot.valToPos(mark.x, "x", true);
      if (x < bbox.left - 1 || x > bbox.left + bbox.width + 1) continue;
      ctx.save();
      ctx.strokeStyle = ctx.fillStyle = color(mark.kind === "version" ? "--version" : "--rebalance");
      ctx.lineWidth = devicePixelRatio * (mark.kind === "version" ? 2 : 1);
      ctx.beginPath();
      if (mark.kind === "version") {
        ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
      } else {
        const bottom = bbox.top + bbox.height;
        ctx.moveTo(x, bottom - 8 * devicePixelRatio);
        ctx.lineTo(x + 4 * devicePixelRatio, bottom);
        ctx.lineTo(x - 4 * devicePixelRatio, bottom);
        ctx.fill();
      }
      ctx.restore();
    }
  }

  prepare() {}
  drawBehind() {}
}

