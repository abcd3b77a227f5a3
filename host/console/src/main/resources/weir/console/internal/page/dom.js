/* Elements, times and small pieces that all panels use. */

const connection = document.getElementById("connection");

export function status(level, text) {
  connection.className = `badge ${level}`;
  connection.textContent = text;
}

/* Runs tasks one in each animation frame, so that the page always reacts soon. A newer task replaces a waiting one of the same name. A
   change of a version comes first. A task that fails does not stop the others. */
const tasks = new Map();

export function inFrame(name, task) {
  if (tasks.size === 0) requestAnimationFrame(runNext);
  tasks.set(name, task);
}

function runNext() {
  const name = tasks.has("strategies") ? "strategies" : tasks.keys().next().value;
  const task = tasks.get(name);
  tasks.delete(name);
  if (tasks.size > 0) requestAnimationFrame(runNext);
  try {
    task();
  } catch (failure) {
    console.error(name, failure);
    status("bad", `panel ${name} cannot be shown; reload the page`);
  }
}

/* h("p", {class: "x", onclick: f}, "text", child): an element. Texts are never parsed as markup. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter(child => child != null));
  return node;
}

/* The newest content of a panel's element; the focus stays where it is if the element with this id still exists. */
export function show(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.id : "";
  parent.replaceChildren(...children.flat().filter(child => child != null));
  if (focused) document.getElementById(focused)?.focus();
}

export function content(panel) {
  return document.querySelector(`#${panel} > .content`);
}

export function facts(...pairs) {
  return h("dl", {class: "facts"}, pairs.filter(Boolean).map(([name, value, note]) =>
      h("div", {}, h("dt", {}, name), h("dd", {}, String(value), note ? h("small", {}, ` ${note}`) : null))));
}

export function table(label, heading, rows) {
  const cell = (tag, text, i) => h(tag, {class: heading[i].startsWith("#") ? "n" : null, scope: tag === "th" ? "col" : null}, text ?? "–");
  return h("div", {class: "wide tail", tabindex: 0, role: "region", "aria-label": label}, h("table", {},
      h("thead", {}, h("tr", {}, heading.map((text, i) => cell("th", text.replace("#", ""), i)))),
      h("tbody", {}, rows.map(row => h("tr", {}, row.map((text, i) => cell("td", text, i)))))));
}

export function badge(level, text) {
  return h("span", {class: `badge ${level}`}, text);
}

export function empty(text) {
  return h("p", {class: "empty"}, text);
}

export function ago(time) {
  if (!time) return "never";
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));
  if (seconds < 90) return `${seconds} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h ago` : `${Math.round(seconds / 86400)} days ago`;
}

/* Made once, because a browser takes long to make one. */
const dateFormat = new Intl.DateTimeFormat(undefined, {dateStyle: "short", timeStyle: "medium"});
const timeFormat = new Intl.DateTimeFormat(undefined, {timeStyle: "medium"});

/* A time that keeps counting while nothing new arrives. */
export function agoElement(time) {
  return h("span", {"data-time": time ?? "", title: time ? dateFormat.format(new Date(time)) : null}, ago(time));
}

export function refreshTimes() {
  for (const node of document.querySelectorAll("[data-time]")) {
    const text = ago(node.dataset.time);
    if (node.textContent !== text) node.textContent = text;
  }
}

export function clock(time) {
  return time ? timeFormat.format(new Date(time)) : "–";
}

export function shortKey(text) {
  return text.length > 20 ? h("span", {class: "key-text", title: text}, `${text.slice(0, 8)}…${text.slice(-6)}`) : text;
}
