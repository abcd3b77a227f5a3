/* The operator page: signs in, and shows the panels that the host sends as server-sent events. */
import {inFrame, refreshTimes, status} from "./dom.js";
import {showDecisions, showEarning, showNoPair, showPair, showScore, showValidators} from "./panels.js";
import {showChallengers, showChain, showHealth, showMachine, showUpdates} from "./status-panels.js";
import {setCsrf, showStrategies} from "./actions.js";

const PANELS = {
  host: data => { document.getElementById("version").textContent = data.version; },
  earning: data => { showEarning(data); showMachine(null, data.trend); },
  price: showPair, score: showScore, strategies: showStrategies, validators: showValidators, chain: showChain,
  machine: data => showMachine(data, null), updates: showUpdates, decisions: showDecisions, health: showHealth, challengers: showChallengers,
};

function showSignIn(message) {
  document.getElementById("sign-in").hidden = false;
  document.getElementById("panels").hidden = true;
  document.getElementById("sign-in-error").textContent = message;
  status("warn", "not signed in");
}

async function exchange(code) {
  const response = await fetch("/page/session", {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({code}),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(body.message);
  localStorage.setItem("csrf", body.csrf);
  return body.csrf;
}

/* The host returns the CSRF value only in exchange for a code. A browser keeps it by port, unlike the cookie. */
async function currentSession() {
  const response = await fetch("/page/session");
  return response.ok ? localStorage.getItem("csrf") : null;
}

/* Draws a panel. Its name is the id of the event; the price panel of each pair has its own. */
function draw(name, data) {
  const panel = JSON.parse(data);
  if (panel.failure) throw new Error(panel.failure);
  PANELS[name.split(" ")[0]](panel);
}

function connect(csrf) {
  setCsrf(csrf);
  document.getElementById("sign-in").hidden = true;
  document.getElementById("panels").hidden = false;
  showNoPair();
  const source = new EventSource("/page/events");
  source.onopen = () => status("good", "live");
  source.onerror = async () => {
    status("bad", "the host does not answer");
    if (source.readyState === EventSource.CLOSED) setTimeout(start, 2000);
  };
  for (const name of Object.keys(PANELS)) {
    source.addEventListener(name, event => inFrame(event.lastEventId, () => draw(event.lastEventId, event.data)));
  }
}

async function start() {
  const code = location.hash.slice(1);
  if (code) history.replaceState(null, "", location.pathname);
  try {
    const csrf = code ? await exchange(code).catch(async failure => {
      const known = await currentSession();
      if (!known) throw failure;
      return known;
    }) : await currentSession();
    if (csrf) connect(csrf);
    else showSignIn("");
  } catch (failure) {
    if (failure instanceof TypeError) {
      status("bad", "the host does not answer");
      setTimeout(start, 2000);
    } else {
      showSignIn(failure.message);
    }
  }
}

document.getElementById("code-form").addEventListener("submit", async event => {
  event.preventDefault();
  try {
    connect(await exchange(document.getElementById("code").value.trim().replace(/^.*#/, "")));
  } catch (failure) {
    showSignIn(failure.message);
  }
});

setInterval(refreshTimes, 1000);
start();
