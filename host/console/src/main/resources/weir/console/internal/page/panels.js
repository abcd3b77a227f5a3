/* The panels about queries: am I earning, price, score, inventory, validators, decisions. */
import {number} from "./chart.js";
import {lineChart, priceChart} from "./charts.js";
import {agoElement, badge, clock, content, empty, facts, h, inFrame, shortKey, show, table} from "./dom.js";

const charts = new Map();

/* Draws a chart below a parent, or updates it. */
export function keepChart(key, parent, make, spec) {
  const known = charts.get(key);
  if (known && parent.contains(known.host)) {
    known.chart.update(spec);
    return;
  }
  const host = h("figure", {id: `chart-${key}`});
  parent.append(host);
  charts.set(key, {host, chart: make(host, spec)});
}

/* Two parts of a panel: texts that are replaced, and charts that stay. */
export function parts(panel) {
  const parent = content(panel);
  if (!parent.querySelector(":scope > .texts")) parent.replaceChildren(h("div", {class: "texts"}), h("div", {class: "charts"}));
  return [parent.querySelector(":scope > .texts"), parent.querySelector(":scope > .charts")];
}

export function showEarning(data) {
  const [texts, figures] = parts("earning");
  const words = {good: "OK", warn: "Look", bad: "No"};
  show(texts,
      h("p", {class: `verdict ${data.level}`, role: "status"}, badge(data.level, words[data.level]), data.text,
          data.remedy ? h("span", {class: "remedy"}, data.remedy) : null),
      h("dl", {class: "facts"},
          h("div", {}, h("dt", {}, "last query"), h("dd", {}, agoElement(data.lastQuery))),
          ...[["answered", data.answered], ["fallback", data.fallbacks], ["refused", data.refused], ["rounds lost", data.lostRounds]]
              .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {id: `fact-${name.replace(" ", "-")}`}, String(value))))));
  if (data.trend.x.length) {
    keepChart("answers", figures, lineChart, {
      label: "Answers per minute", xUnit: "time", x: data.trend.x, height: 120,
      series: [{name: "answered", values: data.trend.answered, color: 1, step: true}, {name: "fallback", values: data.trend.fallbacks, color: 2, step: true}],
    });
  }
}

const MAX_PAIRS = 32; // As the host keeps.
const pairs = new Map();
let selectedPair = null;

/* What the panels of pairs show before the first query. */
export function showNoPair() {
  if (pairs.size) return;
  show(parts("price")[0], empty("The price and your ranges appear here with the first query of a validator."));
  show(parts("inventory")[0], empty("No round has been played yet."));
}

/* Keeps the newest content of a pair, and draws it if it is the selected one. The first pair that arrives is the one that was asked last. */
export function showPair(pair) {
  const isNew = !pairs.has(pair.id);
  pairs.set(pair.id, pair);
  if (pairs.size > MAX_PAIRS) pairs.delete([...pairs.values()].reduce((a, b) => a.lastQuery < b.lastQuery ? a : b).id);
  if (!pairs.has(selectedPair)) selectedPair = pair.id;
  if (isNew || selectedPair === pair.id) drawPair(pairs.get(selectedPair));
}

function selectPair(id) {
  selectedPair = id;
  for (const panel of ["price", "inventory"]) parts(panel)[1].replaceChildren(); // The zoom of another pair says nothing about this one.
  drawPair(pairs.get(id));
}

function drawPair(pair) {
  const [texts, figures] = parts("price");
  const sorted = [...pairs.values()].sort((a, b) => `${a.name} ${a.id}` < `${b.name} ${b.id}` ? -1 : 1);
  show(texts,
      sorted.length > 1 ? h("div", {class: "tabs", role: "group", "aria-label": "Pair"}, sorted.map((each, i) =>
          h("button", {type: "button", id: `pair-${i}`, "aria-pressed": String(each.id === pair.id), onclick: () => selectPair(each.id)}, each.name))) : null,
      facts(["pair", pair.name, pair.route ? `route ${pair.route}` : ""],
          ["in range, this round", pair.round.inRange == null ? "–" : `${number(pair.round.inRange)} %`, "of queries"],
          ["rebalances, this round", pair.round.rebalances], ["round", pair.round.type]));
  const {chart} = pair;
  const time = {xUnit: chart.xUnit, origin: chart.origin, blockSeconds: chart.blockSeconds, marks: chart.marks};
  keepChart("price", figures, priceChart, {...chart, label: pair.name, legend: [["price", "price"], ["range", "range, evaluation round"],
    ["live", "range, live round"], ["rebalance", "rebalance"], ["version", "version change"]]});
  inFrame("share", () => keepChart("share", figures, lineChart, {...time, label: "In range, mean of 20 queries", unit: "%", x: chart.blocks, height: 110,
    series: [{name: "in range", values: pair.share, color: 4, step: true}]}));
  inFrame("inventory", () => showInventory(pair, time));
}

function showInventory(pair, time) {
  const [texts, figures] = parts("inventory");
  const {round} = pair;
  show(texts, facts(["left", round.left0, `${number(round.part0)} %`], ["left", round.left1, `${number(round.part1)} %`],
      ["rebalances so far", round.rebalances]));
  const {chart} = pair;
  keepChart("inventory", figures, lineChart, {...time, marks: [], label: `Left in the round, ${pair.name}`, unit: "%", x: chart.blocks,
    series: [{name: chart.pool?.symbol0 ?? "token0", values: pair.left0, color: 1, step: true},
      {name: chart.pool?.symbol1 ?? "token1", values: pair.left1, color: 2, step: true}]});
}

export function showScore(data) {
  const [texts, figures] = parts("score");
  if (!data.rounds.length) {
    show(texts, empty("A round gets its score once its swaps are stored: give the host a node with --evm.rpc, or import swaps with `weir history`."));
    return;
  }
  show(texts,
      data.jobs.map(job => facts(["combined, as a validator keeps it", number(job.combined)], ["evaluation", number(job.evaluation)],
          ["live", number(job.live)], ["reference miner", number(job.reference), "combined"])),
      h("details", {}, h("summary", {}, data.rounds.length === 1 ? "The last round" : `The last ${data.rounds.length} rounds`), table("Rounds", ["start", "pair", "type", "#score", "#hold", "#reference-miner", "#reference-volatility", "#v3, %", "#v3 reference-miner, %"],
          data.rounds.map(round => [clock(round.start), shortKey(round.pair), round.type, number(round.validator), number(round.hold), number(round.reference), number(round.volatility), number(round.v3), number(round.v3Reference)]))));
  const scored = data.rounds.filter(round => round.validator != null).reverse();
  if (!scored.length) return;
  const x = scored.map(round => Date.parse(round.start) / 1000);
  keepChart("score", figures, lineChart, {label: "Score of each round, validator's model", xUnit: "time", x, series: [
    {name: "you", values: scored.map(round => round.validator), color: 1}, {name: "hold", values: scored.map(round => round.hold ?? null), color: 3},
    {name: "reference miner", values: scored.map(round => round.reference ?? null), color: 2, dashed: true}]});
  keepChart("score-v3", figures, lineChart, {label: "Against holding, model v3 (what a real position earns)", unit: "%", xUnit: "time", x, height: 110,
    series: [{name: "you", values: scored.map(round => round.v3 ?? null), color: 4},
      {name: "reference miner", values: scored.map(round => round.v3Reference ?? null), color: 2, dashed: true}]});
}

export function showValidators(data) {
  const parent = content("validators");
  show(parent,
      data.validators.length ? table("Validators that asked", ["validator", "last", "rounds", "#answers", "#fallback", "#p99, ms"],
          data.validators.map(row => [shortKey(row.hotkey), agoElement(row.last), row.roundTypes, String(row.answered), String(row.fallbacks), number(row.p99)]))
          : empty("No validator has asked yet. Validators ask registered miners with a published address, and some only miners with a vault."),
      h("h3", {}, "Rejected requests: why do I receive no queries?"),
      data.rejections.length ? table("Requests that were rejected", ["sender (not verified)", "reason", "#count", "last"],
          data.rejections.map(row => [shortKey(row.hotkey), row.reason, String(row.count), agoElement(row.last)]))
          : empty("None. No request was rejected since the host started."));
}

export function showDecisions(rows) {
  const level = {passed: "good", refused: "warn"};
  show(content("decisions"), rows.length ? table("Decisions, newest first", ["time", "validator", "pair", "#block", "strategy", "decision", "outcome", "reason", "#ms"],
      rows.map(row => [clock(row.time), shortKey(row.validator), shortKey(row.pair), String(row.block), row.strategy, row.decision,
        badge(level[row.outcome] ?? "bad", row.outcome), h("span", {class: "reason"}, row.reason), number(row.millis)]))
      : empty("Each answer appears here with its reason."));
}
