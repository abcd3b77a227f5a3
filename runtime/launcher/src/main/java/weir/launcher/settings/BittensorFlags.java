package weir.launcher.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import weir.base.WeirException;

/**
 * Flags of Bittensor's SDK and of Python miners that are no {@link Setting} of Weir. Those with an equal setting are replaced by it, those that
 * ask for what Weir does anyway are removed, and for all others an error names the replacement.
 */
public final class BittensorFlags {

    /** In ascending order of detail; several of them may be given. */
    private static final List<String> LOG_LEVELS = List.of("info", "debug", "trace");

    /** Another name of a setting. */
    private static final Map<String, Setting> SYNONYMS = Map.ofEntries(
            Map.entry("--wallet", Setting.WALLET_NAME),
            Map.entry("--wallet-name", Setting.WALLET_NAME),
            Map.entry("--wallet-hotkey", Setting.WALLET_HOTKEY),
            Map.entry("--wallet-path", Setting.WALLET_PATH),
            Map.entry("--network", Setting.SUBTENSOR_NETWORK),
            Map.entry("--subtensor.endpoint", Setting.SUBTENSOR_CHAIN_ENDPOINT),
            Map.entry("--blacklist.min_stake", Setting.AXON_MIN_STAKE),
            Map.entry("--blacklist.validator_min_stake", Setting.AXON_MIN_STAKE),
            Map.entry("--blacklist.minimum_stake_requirement", Setting.AXON_MIN_STAKE));

    private static final String PERMITS =
            "The host serves validators with a permit only. Admit single other hotkeys with --axon.allow.";

    /** What Weir does in any case, with or without the flag. */
    private record Fixed(boolean value, String remedy) {}

    private static final Map<String, Fixed> FIXED = Map.of(
            "--blacklist.force_validator_permit", new Fixed(true, PERMITS),
            "--blacklist.allow_non_registered", new Fixed(false, PERMITS),
            "--logging.record_log", new Fixed(true, "The host always writes a log, to logs/ in --home."),
            "--no_prompt", new Fixed(true, "The host asks no question; leave the flag out."),
            "--no_version_checking", new Fixed(true, "The host looks for no newer version; leave the flag out."),
            "--strict", new Fixed(true, "The host always rejects unknown flags; leave the flag out."),
            "--wandb.off", new Fixed(true, "The host sends nothing to Weights & Biases; leave the flag out."),
            "--neuron.dont_save_events", new Fixed(false, "The host always writes data/decisions.jsonl in --home."));

    /** The beginning of a flag, and what to do instead. The first one that fits counts. */
    private record Replaced(String beginning, String remedy) {}

    private static final List<Replaced> REPLACED = List.of(
            new Replaced("--logging.logging_dir", "The log is written to logs/ in --home."),
            new Replaced("--logging.", "Give --logging.level info, debug or trace."),
            new Replaced("--blacklist.", "Choose validators with --axon.min_stake, --axon.allow and --axon.deny."),
            new Replaced("--priority.", "The validator with the highest stake goes first; leave the flag out."),
            new Replaced("--config", "Put settings into conf/weir.properties in --home, or into .env."),
            new Replaced("--subtensor._mock", "To try Weir without a chain, run `weir demo`."),
            new Replaced("--wallet._mock", "To try Weir without a wallet, run `weir demo`."),
            new Replaced("--mock", "To try Weir without a chain, run `weir demo`."),
            new Replaced("--neuron.name", "Choose the directory of data and logs with --home."),
            new Replaced("--neuron.axon_off", "To serve this machine only, leave out --hotkey and --wallet.name."),
            new Replaced("--neuron.timeout", "A strategy's deadline is the validator's timeout; leave the flag out."),
            new Replaced("--neuron.", "It has no counterpart; leave it out."),
            new Replaced("--miner.", "Choose strategies and parameters by files in conf/routes of --home."),
            new Replaced("--wandb.", "The host sends nothing to Weights & Biases; leave the flag out."),
            new Replaced("--dendrite.", "A miner has no dendrite; leave the flag out."),
            new Replaced("--auto_update", "Update Weir yourself; leave the flag out."));

    private BittensorFlags() {}

    /**
     * Returns the arguments of {@code weir run} without Bittensor's own flags.
     *
     * @throws WeirException naming the replacement of a flag
     */
    public static String[] translate(String[] arguments) {
        List<String> translated = new ArrayList<>();
        int logLevel = -1;
        for (int i = 0; i < arguments.length; i++) {
            Argument argument = Argument.parse(arguments, i);
            int level = LOG_LEVELS.indexOf(argument.flag.replaceFirst("^--logging\\.", ""));
            if (level >= 0 && argument.flag.startsWith("--logging.")) {
                logLevel = Math.max(logLevel, argument.isTrue() ? level : -1);
                i += argument.isBoolean() ? argument.extraArguments : 0;
            } else if (SYNONYMS.containsKey(argument.flag)) {
                Setting setting = SYNONYMS.get(argument.flag);
                translated.add(setting.flag() + arguments[i].substring(argument.flag.length()));
            } else if (FIXED.containsKey(argument.flag)) {
                Fixed fixed = FIXED.get(argument.flag);
                if (argument.isTrue() != fixed.value) {
                    throw WeirException.usage(argument.flag + " cannot be " + !fixed.value, fixed.remedy);
                }
                i += argument.isBoolean() ? argument.extraArguments : 0;
            } else {
                requireNotReplaced(argument.flag);
                translated.add(arguments[i]);
            }
        }
        if (logLevel >= 0 && !translated.contains(Setting.LOGGING_LEVEL.flag())) {
            translated.add(Setting.LOGGING_LEVEL.flag());
            translated.add(LOG_LEVELS.get(logLevel));
        }
        return translated.toArray(String[]::new);
    }

    private static void requireNotReplaced(String flag) {
        if (flag.equals(Setting.LOGGING_LEVEL.flag())) {
            return;
        }
        Optional<Replaced> replaced = REPLACED.stream()
                .filter(candidate -> flag.startsWith(candidate.beginning))
                .findFirst();
        if (replaced.isPresent()) {
            throw WeirException.usage(
                    flag + " is a flag of Bittensor's Python miners, not of Weir", replaced.get().remedy);
        }
    }

    /**
     * A flag and its value, which follows the equals sign or is the next argument.
     *
     * @param extraArguments how many arguments after the flag belong to it, if it takes a value
     */
    private record Argument(String flag, String value, int extraArguments) {

        static Argument parse(String[] arguments, int index) {
            String text = arguments[index];
            int equals = text.indexOf('=');
            if (equals >= 0) {
                return new Argument(text.substring(0, equals), text.substring(equals + 1), 0);
            }
            boolean hasNext = index + 1 < arguments.length && !arguments[index + 1].startsWith("-");
            return new Argument(text, hasNext ? arguments[index + 1] : "", hasNext ? 1 : 0);
        }

        boolean isBoolean() {
            return List.of("true", "false", "1", "0").contains(value.toLowerCase(Locale.ROOT));
        }

        /** As Python's flags: true without a value. */
        boolean isTrue() {
            return !isBoolean() || List.of("true", "1").contains(value.toLowerCase(Locale.ROOT));
        }
    }
}
