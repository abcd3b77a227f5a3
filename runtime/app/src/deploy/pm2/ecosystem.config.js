// Settings of pm2: pm2 start ecosystem.config.js. The paths and settings can be given as environment variables.
// For several hotkeys, add an entry for each, with a name, WEIR_HOME, HOTKEY and AXON_PORT of its own.
const path = require("path");
const weir = process.env.WEIR || path.resolve(__dirname, "../../bin/weir");
const home = process.env.WEIR_HOME || path.join(require("os").homedir(), ".weir");

function app(name, args) {
  return {
    name,
    script: weir,
    args,
    interpreter: "none",
    autorestart: true, // `weir restart` ends the process, and pm2 starts it again
    restart_delay: 1000,
    kill_timeout: 30000, // ms between SIGINT and SIGKILL
    // The host rotates its log in the folder logs/ of its home; a second copy would grow without limit.
    out_file: "/dev/null",
    error_file: "/dev/null",
    env: { WEIR_HOME: home },
  };
}

module.exports = { apps: [app("weir", "run")] };
// Alerts, once conf/alerts.json exists: add app("weir-alert", "alert run").
