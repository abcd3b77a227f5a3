/* The panels about the host: chain, latency and machine, plugins, health, challengers. */
import {number} from "./chart.js";
import {lineChart} from "./charts.js";
import {agoElement, badge, content, empty, facts, h, shortKey, show, table} from "./dom.js";
import {keepChart, parts} from "./panels.js";

const STATES = {
  served: ["good", "registered and served"], registered: ["bad", "registered, no address published"], unregistered: ["bad", "not registered"],
  unknown: ["warn", "the chain was not read yet"], overridden: ["warn", "conf/metagraph.json replaces the chain"],
  development: ["warn", "development mode: no hotkey"],
};

export function showChain(data) {
  const [texts, figures] = parts("chain");
  const [level, text] = STATES[data.state];
  show(texts,
      h("p", {}, badge(level, text), " ", data.hotkey ? shortKey(data.hotkey) : null),
      data.alert ? h("p", {class: "alert", role: "alert"}, data.alert) : null,
      data.problem && data.state !== "overridden" ? h("p", {class: "alert"}, data.problem) : null,
      data.uid == null && data.state !== "unregistered" ? empty("Registration, incentive and rank appear here once the host has read the metagraph.") : facts(
          ["UID", data.uid ?? "–", `subnet ${data.netuid}`], ["incentive", data.incentive == null ? "–" : `${number(data.incentive)} %`],
          ["emission", number(data.emission), "last epoch"], ["ranks to deregistration", data.ranks ?? "–", data.isFull ? "" : "subnet not full"],
          ["immunity", data.immuneBlocks ? `${data.immuneBlocks} blocks` : "ended"], ["validators", data.validators],
          ["metagraph", data.ageMinutes == null ? "–" : `${data.ageMinutes} min old`, `block ${data.block}`]));
  if (data.x.length) {
    const trend = {xUnit: "time", x: data.x, height: 100};
    keepChart("incentive", figures, lineChart, {...trend, label: "Incentive", unit: "%", series: [{name: "incentive", values: data.incentives, color: 1, step: true}]});
    keepChart("ranks", figures, lineChart, {...trend, label: "Ranks to deregistration", series: [{name: "ranks", values: data.rankTrend, color: 2, step: true}]});
  }
}

const CLOCK = {good: "agrees with the chain", bad: "wrong", unknown: "not compared"};
let lastMachine = null;
let lastTrend = null;

export function showMachine(machine, trend) {
  lastMachine = machine ?? lastMachine;
  lastTrend = trend ?? lastTrend;
  if (!lastMachine || !lastTrend) return;
  const [texts, figures] = parts("machine");
  const {clock} = lastMachine;
  const p99 = lastTrend.p99.findLast(value => value != null);
  show(texts, facts(["p99 of answers", p99 == null ? "–" : `${number(p99)} ms`, "last minute"], ["heap", `${lastMachine.heapMb} MB`, `of ${lastMachine.heapMaxMb}`],
      ["threads", lastMachine.threads], ["disk free", `${number(lastMachine.diskFreeGb)} GB`], ["up", `${Math.floor(lastMachine.uptimeSeconds / 3600)} h ${Math.floor(lastMachine.uptimeSeconds / 60) % 60} min`],
      ["Java", lastMachine.java], ["clock", CLOCK[clock.level], clock.level === "good" ? clock.text : ""]),
  clock.level === "bad" ? h("p", {class: "alert"}, clock.text) : null,
  clock.level === "unknown" ? h("p", {class: "muted"}, "The clock is compared with the blocks of the chain once the host has read one. Or run `timedatectl`.") : null);
  if (lastTrend.x.length) {
    keepChart("latency", figures, lineChart, {label: "Latency of answers", unit: "ms", xUnit: "time", x: lastTrend.x, height: 110,
      series: [{name: "p99", values: lastTrend.p99, color: 2}, {name: "p50", values: lastTrend.p50, color: 1}]});
  }
  keepChart("heap", figures, lineChart, {label: "Heap", unit: "MB", xUnit: "time", x: lastMachine.x, height: 100,
    series: [{name: "heap", values: lastMachine.heap, color: 4}]});
}

export function showUpdates(data) {
  const level = row => row.state === "installed" ? (row.message ? "warn" : "good") : row.state === "waiting" ? "warn" : "bad";
  show(content("updates"),
      [...data.problems, ...data.leaks].map(text => h("p", {class: "alert"}, text)),
      data.available.length ? table("Available updates", ["bundle", "installed", "available", "publisher", "differences", "to install"], data.available.map(row =>
          [row.bundle, row.installed, row.version, row.publisher, h("span", {class: "reason"}, row.description), h("code", {}, `weir update ${row.bundle}`)])) : null,
      h("p", {}, data.checked ? [data.available.length ? "" : "No updates of trusted publishers. ", "Checked ", agoElement(data.checked), "."]
          : "Run `weir update --check` to look for newer versions of trusted publishers."),
      table("Plugins", ["bundle", "state", "publisher", "file", "message"], data.plugins.map(row =>
          [row.bundle || "–", badge(level(row), row.state), row.publisher || "–", row.file, h("span", {class: "reason"}, row.message || "")])));
}

export function showHealth(data) {
  const level = {ok: "good", warn: "warn"};
  show(content("health"), h("p", {}, badge(level[data.status] ?? "bad", data.status)),
      table("All health checks", ["check", "status", "messages"], data.checks.map(check =>
          [check.name, badge(level[check.status] ?? "bad", check.status), h("div", {}, check.messages.map(message => h("div", {}, message.text)))])));
}

const PHASES = {comparing: "good", promoted: "good", proposed: "warn", waiting: "warn", stopped: "bad"};

function challengeView(challenge, i) {
  const {shadow} = challenge;
  const skipped = shadow.skippedBusy + shadow.skippedBudget;
  return h("div", {class: "route"},
      h("div", {class: "route-head"}, h("strong", {}, `${challenge.challenger} challenges ${challenge.champion}`),
          badge(PHASES[challenge.phase], challenge.phase), h("span", {class: "muted"}, `route ${challenge.route}`)),
      challenge.phase === "proposed" ? h("p", {class: "alert"}, `The ${challenge.promoted ? "roll-back to" : "promotion of"} ${challenge.challenger} is permitted. Approve it: weir challenge promote ${challenge.route}`) : null,
      facts(["rounds compared", challenge.rounds], ["score, challenger minus champion", number(challenge.meanDifference), "mean"],
          ["evidence", number(challenge.evidence), `of ${number(challenge.requiredEvidence)}`],
          ["on stored history", number(challenge.historyBound), "lower bound"], ["challengers tried", challenge.challengersTried],
          ["queries answered beside the champion", shadow.answered, `${shadow.failed} failed, ${skipped} skipped, ${shadow.missedDeadlines} late`]),
      challenge.obstacle ? h("p", {class: "muted"}, challenge.obstacle) : null,
      challenge.events.length ? h("details", {id: `challenge-events-${i}`}, h("summary", {}, "Events"), table(`Events of the challenge on route ${challenge.route}`, ["when", "event"],
          challenge.events.map(event => [agoElement(event.time), event.text]))) : null);
}

export function showChallengers(data) {
  const parent = content("challengers");
  const open = [...parent.querySelectorAll("details[open]")].map(node => node.id);
  show(parent, data.problems.map(text => h("p", {class: "alert"}, text)),
      data.challenges.length ? data.challenges.map(challengeView)
          : empty("No challenger. `weir challenge ROUTE STRATEGY` compares another strategy with the active one on the same queries."));
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
}
