# Sourced first. Removes the variables that neither the host nor Java reads: they may contain mnemonics and passwords, which must
# not enter the process that runs strategies. A test compares the list with the table of settings.
weir_kept=" PATH HOME PWD USER SHELLOPTS LANG LC_ALL LC_CTYPE TZ TMPDIR LD_LIBRARY_PATH
 JAVA_HOME JAVA_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS
 WEIR_HOME WEIR_RECORD_START
 WALLET_NAME BT_WALLET_NAME HOTKEY_NAME BT_WALLET_HOTKEY WALLET_PATH BT_WALLET_PATH HOTKEY
 AXON_PORT BT_AXON_PORT AXON_IP BT_AXON_IP AXON_EXTERNAL_IP BT_AXON_EXTERNAL_IP AXON_EXTERNAL_PORT BT_AXON_EXTERNAL_PORT
 AXON_MAX_WORKERS BT_AXON_MAX_WORKERS AXON_MIN_STAKE BT_AXON_MIN_STAKE AXON_ALLOW BT_AXON_ALLOW AXON_DENY BT_AXON_DENY
 AXON_REQUESTS_PER_ADDRESS BT_AXON_REQUESTS_PER_ADDRESS AXON_REQUESTS_PER_HOTKEY BT_AXON_REQUESTS_PER_HOTKEY
 AXON_PRICE_ENCODING BT_AXON_PRICE_ENCODING
 VAULT_ADDRESS BT_VAULT_ADDRESS MINER_VAULT_ADDRESSES MINER_VAULT_ADDRESS VAULT_CHAIN_ID BT_VAULT_CHAIN_ID MINER_VAULT_CHAIN_ID
 ADMIN_PORT BT_ADMIN_PORT METRICS_PORT BT_METRICS_PORT METRICS_IP BT_METRICS_IP METRICS_TOKEN_FILE BT_METRICS_TOKEN_FILE
 LOGGING_LEVEL BT_LOGGING_LEVEL ROUNDS_KEEP_DAYS BT_ROUNDS_KEEP_DAYS ROUNDS_ROUND_BLOCKS BT_ROUNDS_ROUND_BLOCKS
 NETUID SUBTENSOR_NETWORK BT_SUBTENSOR_NETWORK SUBTENSOR_CHAIN_ENDPOINT BT_SUBTENSOR_CHAIN_ENDPOINT
 EVM_RPC BT_EVM_RPC BASE_RPC EVM_POLL_INTERVAL BT_EVM_POLL_INTERVAL "
# The address of a database contains a password. The commands that read it run no strategy.
case "${1:-} ${2:-}" in "history import" | "history replace") weir_kept="$weir_kept DB_CONNECTION_STRING " ;; esac
# Addresses and configuration directories of clusters.
case "${1:-}" in sweep) weir_kept="$weir_kept SPARK_LOCAL_IP SPARK_CONF_DIR HADOOP_CONF_DIR YARN_CONF_DIR KUBECONFIG " ;; esac
# sed reads bytes, because a value may not be text in the user's encoding. A line in a value may look like a variable; then a
# variable that does not exist is unset.
for weir_name in $(env | LC_ALL=C sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case $weir_kept in
    *[[:space:]]"$weir_name"[[:space:]]*) ;;
    *) unset "$weir_name" ;;
  esac
done
# Java decodes file names and arguments by the locale. C.UTF-8 exists nearly everywhere; other systems keep the user's locale.
if [ "$(LC_ALL=C.UTF-8 locale charmap 2>/dev/null || echo UTF-8)" = UTF-8 ]; then export LC_ALL=C.UTF-8; fi
