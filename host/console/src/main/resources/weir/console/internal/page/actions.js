/* The panel "active strategy", and the three changes: pin, roll back, upload. Each asks once and shows what will change. */
import {agoElement, badge, content, empty, h, show, shortKey, table} from "./dom.js";

let csrf = "";

export function setCsrf(value) {
  csrf = value;
}

async function post(path, body) {
  const response = await fetch(`/page/api/${path}`, {method: "POST", headers: {"X-Weir-Csrf": csrf}, body});
  const answer = await response.json().catch(() => ({message: `the host answered ${response.status}`}));
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

const dialog = document.getElementById("confirm");
const yes = document.getElementById("confirm-yes");
let run = null;

/* Shows what will change; the action runs when the operator agrees. */
function ask(title, button, body, action) {
  if (dialog.open) return; // Another change waits for its answer.
  document.getElementById("confirm-title").textContent = title;
  document.getElementById("confirm-error").textContent = "";
  show(document.getElementById("confirm-body"), ...body);
  yes.textContent = button;
  yes.disabled = false;
  run = action;
  dialog.showModal();
}

yes.addEventListener("click", async () => {
  yes.disabled = true;
  try {
    await run();
    dialog.close();
  } catch (failure) {
    document.getElementById("confirm-error").textContent = failure.message;
    yes.disabled = false;
  }
});
document.getElementById("confirm-no").addEventListener("click", () => dialog.close());

const NO_LOSS = "No answer is lost: running queries end with the old version, new ones go to the new version.";

function served(route) {
  return route.serving ? `${route.strategy} ${route.serving}` : "none";
}

function change(route, from, to) {
  return [table("Change", ["", "now", "after"], [["route", route.id, route.id], ...from.map((row, i) => [row[0], row[1], to[i]])]), h("p", {class: "muted"}, NO_LOSS)];
}

function askPin(route) {
  const choice = h("select", {id: "pin-version"}, route.available.map(instance => h("option", {value: instance.version}, `${instance.version} (${instance.state})`)));
  const body = h("div", {});
  const update = () => show(body, ...change(route, [["serves", served(route)], ["versions", route.versions]], [`${route.strategy} ${choice.value}`, `exactly ${choice.value}`]));
  choice.addEventListener("change", update);
  update();
  ask(`Pin route ${route.id}`, "Pin", [h("label", {for: "pin-version"}, "Version"), choice, body],
      () => post(`routes/${encodeURIComponent(route.id)}/pin`, JSON.stringify({strategy: route.strategy, versions: choice.value})));
}

function askRollback(route) {
  const to = route.previous;
  ask(`Roll back route ${route.id}`, "Roll back", [...change(route, [["serves", served(route)], ["versions", route.versions]],
      [`${to.strategy} ${to.version}`, `exactly ${to.version}`])],
      () => post(`routes/${encodeURIComponent(route.id)}/rollback`));
}

async function askUpload(file) {
  try {
    const jar = await post("inspect", file);
    const upgrades = jar.upgrades.length ? `routes ${jar.upgrades.join(", ")} change to version ${jar.version}`
        : "no route changes by itself: pin a route to the version afterwards, or set its strategy";
    ask(`Install ${jar.name} ${jar.version}`, "Install", [
      table("Change", ["", "now", "after"], [["versions installed", jar.installed.join(", ") || "none", [...jar.installed, jar.version].join(", ")]]),
      h("p", {}, `After the start and the self-test of the new version, ${upgrades}.`), h("p", {class: "muted"}, NO_LOSS)],
    () => post("strategies", file));
  } catch (failure) {
    ask("The file cannot be installed", "Close", [h("p", {}, failure.message)], async () => {});
  }
}

function counts(route) {
  return `${route.answers} answers, ${route.fallbacks} fallbacks. `;
}

function routeView(route, i) {
  const last = route.changes[0];
  return h("div", {class: "route"},
      h("div", {class: "route-head"}, h("strong", {}, `${route.strategy} ${route.serving ?? ""}`),
          route.serving ? badge("good", "serving") : badge("bad", "not served"),
          h("span", {class: "muted"}, `route ${route.id}, pair `, route.pair === "*" ? "any" : shortKey(route.pair), `, versions ${route.versions}`)),
      route.problem ? h("p", {class: "alert"}, route.problem) : null,
      h("p", {}, last ? ["since ", agoElement(last.time), `: ${last.reason}. `] : "", h("span", {id: `counts-${i}`}, counts(route)),
          route.publisher ? `Publisher: ${route.publisher}.` : ""),
      h("div", {class: "buttons"},
          h("button", {type: "button", id: `rollback-${i}`, disabled: !route.previous, onclick: () => askRollback(route)},
              route.previous ? `Roll back to ${route.previous.strategy} ${route.previous.version}` : "Nothing to roll back to"),
          h("button", {type: "button", id: `pin-${i}`, disabled: !route.available.length, onclick: () => askPin(route)}, "Pin a version")),
      route.changes.length ? h("details", {id: `history-${i}`}, h("summary", {}, "Changes"), table(`Changes of route ${route.id}`, ["when", "strategy", "reason"],
          route.changes.map(each => [agoElement(each.time), `${each.strategy} ${each.version ?? ""}`, each.reason]))) : null);
}

let shown = "";

/* While only the counts change, the buttons stay the same elements, so that a click on one always arrives. */
export function showStrategies(data) {
  const parent = content("strategies");
  const structure = JSON.stringify(data, (key, value) => key === "answers" || key === "fallbacks" ? undefined : value);
  if (structure === shown) {
    data.routes.forEach((route, i) => { document.getElementById(`counts-${i}`).textContent = counts(route); });
    return;
  }
  shown = structure;
  const open = [...parent.querySelectorAll("details[open]")].map(node => node.id);
  const input = h("input", {type: "file", id: "upload", accept: ".jar", onchange: event => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) askUpload(file);
  }});
  show(parent, data.problems.map(text => h("p", {class: "alert"}, text)),
      data.routes.length ? data.routes.map(routeView) : empty("No route: every query is answered with the current positions. Add a file to conf/routes."),
      h("label", {for: "upload"}, "Install a strategy: choose its JAR"), input);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
}
