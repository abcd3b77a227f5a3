package weir.signer;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import weir.base.Secrets;
import weir.base.WeirException;
import weir.chain.client.ChainClient;
import weir.chain.publication.AxonAddress;
import weir.chain.publication.AxonPublication;
import weir.chain.publication.PublicationResult;
import weir.chain.publication.PublicationResult.Outcome;
import weir.keys.PasswordPrompt;
import weir.launcher.HotkeyAddress;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;
import weir.protocol.KeyFileException;

/** {@code weir serve-axon}. */
@Command(
        name = "weir serve-axon",
        description = {
            "Publishes the address of the axon on chain, so that validators find it. Does nothing if the chain has it.",
            "Opens the private file of the hotkey, and asks for its password. Reads flags, environment and .env; it does"
                    + " not read the settings file in the home, which the host can write."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published, or the chain had the address already",
            "1:a defect of Weir; report it",
            "2:wrong usage, or validators cannot reach the address",
            "3:the hotkey is not registered in the subnet",
            "4:the last publication is too recent",
            "5:the chain refuses the extrinsic",
            "6:no node can be reached, or the address is not known",
            "7:submitted, and it is not known whether it took effect",
            "8:Weir does not understand the runtime of the chain",
            "9:the key file cannot be used"
        })
public final class ServeAxon implements Callable<Integer> {

    private static final int DEFECT = 1;
    private static final int WRONG_USAGE = 2;
    private static final int NO_ADDRESS = 6;
    private static final List<Setting> SETTINGS = List.of(
            Setting.WALLET_NAME,
            Setting.WALLET_HOTKEY,
            Setting.WALLET_PATH,
            Setting.AXON_PORT,
            Setting.AXON_EXTERNAL_IP,
            Setting.AXON_EXTERNAL_PORT,
            Setting.NETUID,
            Setting.SUBTENSOR_NETWORK,
            Setting.SUBTENSOR_CHAIN_ENDPOINT);

    @Spec
    private CommandSpec spec;

    @Option(names = "--if-needed", description = "Prints nothing if the chain has the address; for timers.")
    private boolean isIfNeeded;

    @Option(names = "--wait", description = "Waits until the rate limit permits the publication.")
    private boolean waits;

    @Option(names = "--dry-run", description = "Shows the call and signs nothing.")
    private boolean isDryRun;

    @Option(names = "--allow-ipv6", description = "Publishes an IPv6 address.")
    private boolean allowsIpv6;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean isHelp;

    private final PublicAddress addresses;
    private final PasswordPrompt prompt;
    private volatile AxonPublication publication;

    ServeAxon(PublicAddress addresses, PasswordPrompt prompt) {
        this.addresses = addresses;
        this.prompt = prompt;
    }

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        ServeAxon command = new ServeAxon(PublicAddress.ofThisMachine(), new PasswordReader());
        SignalHandler handler = SignalHandler.install(command::isAwaitingFate);
        handler.exit(command.commandLine().execute(args));
    }

    private boolean isAwaitingFate() {
        AxonPublication running = publication;
        return running != null && running.isAwaitingFate();
    }

    CommandLine commandLine() {
        CommandLine line = new CommandLine(this);
        for (Setting setting : SETTINGS) {
            String shown = setting.defaultValue().isEmpty() ? "" : " (" + setting.defaultValue() + ")";
            line.getCommandSpec()
                    .addOption(OptionSpec.builder(setting.flag())
                            .type(String.class)
                            .paramLabel(setting.label())
                            .description(purpose(setting) + shown + ".")
                            .build());
        }
        return line.setUsageHelpWidth(100)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> {
                    print(e.getMessage());
                    return WRONG_USAGE;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof WeirException failure) {
                        print(failure.getMessage() + ". " + failure.remedy());
                        return WRONG_USAGE;
                    }
                    print("this is a defect of Weir; report it: " + e);
                    return DEFECT;
                });
    }

    /** The purpose of a setting, in other words than the host's where it means something else here. */
    private static String purpose(Setting setting) {
        return switch (setting) {
            case WALLET_NAME -> "Wallet of the hotkey";
            case WALLET_HOTKEY -> "Hotkey of the wallet";
            case AXON_PORT -> "Port to publish";
            case AXON_EXTERNAL_IP -> "Address to publish, if it is not found or another one is wanted";
            case AXON_EXTERNAL_PORT -> "Port to publish, instead of --axon.port";
            default -> setting.purpose();
        };
    }

    @Override
    public Integer call() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : SETTINGS) {
            String value = spec.commandLine().getParseResult().matchedOptionValue(setting.flag(), null);
            if (value != null) {
                flags.put(setting, value);
            }
        }
        FileOwner.requireTrusted(Path.of(".env"));
        Settings settings = Settings.resolveWithoutHome(flags, System.getenv(), Path.of(""));
        if (!settings.isSet(Setting.WALLET_NAME)) {
            throw WeirException.usage("no wallet is given", "Give --wallet.name NAME.");
        }
        Path ignored = settings.path(Setting.HOME).resolve(Settings.FILE);
        if (Files.exists(ignored) && !isIfNeeded) {
            print(ignored + " is not read, because the host can write it; give its settings as flags");
        }
        Optional<InetAddress> ip = settings.isSet(Setting.AXON_EXTERNAL_IP)
                ? Optional.of(PublicAddress.parse(settings.text(Setting.AXON_EXTERNAL_IP)))
                : addresses.find();
        if (ip.isEmpty()) {
            print("the public address of this machine is not known. Give --axon.external_ip ADDRESS");
            return NO_ADDRESS;
        }
        Optional<String> problem = PublicAddress.problem(ip.get(), allowsIpv6);
        if (problem.isPresent()) {
            print("the address " + ip.get().getHostAddress() + " " + problem.get()
                    + ". Give --axon.external_ip ADDRESS");
            return WRONG_USAGE;
        }
        Setting port = settings.isSet(Setting.AXON_EXTERNAL_PORT) ? Setting.AXON_EXTERNAL_PORT : Setting.AXON_PORT;
        return publish(settings, new AxonAddress(ip.get(), settings.number(port)));
    }

    private int publish(Settings settings, AxonAddress address) {
        try (SigningKey key = new SigningKey(HotkeyAddress.wallet(settings), prompt);
                ChainClient client = ChainClient.of(
                        settings.text(Setting.SUBTENSOR_NETWORK), settings.text(Setting.SUBTENSOR_CHAIN_ENDPOINT))) {
            publication = new AxonPublication(
                    client, settings.number(Setting.NETUID), key.address(), address, key::open, ServeAxon::print);
            return report(publication.run(waits, isDryRun));
        } catch (KeyFileException e) {
            return report(new PublicationResult(Outcome.NO_KEY, e.getMessage()));
        }
    }

    private int report(PublicationResult result) {
        int code = exitCode(result.outcome());
        if (code != 0) {
            print(result.message());
        } else if (!isIfNeeded || result.outcome() != Outcome.EQUAL) {
            System.out.println(result.message());
        }
        return code;
    }

    static int exitCode(Outcome outcome) {
        return switch (outcome) {
            case PUBLISHED, EQUAL, NOT_SIGNED -> 0;
            case NOT_REGISTERED -> 3;
            case RATE_LIMITED -> 4;
            case REFUSED -> 5;
            case UNREACHABLE -> 6;
            case FATE_UNKNOWN -> 7;
            case UNSUPPORTED_RUNTIME -> 8;
            case NO_KEY -> 9;
        };
    }

    private static void print(String message) {
        System.err.println("weir: " + Secrets.mask(message));
    }
}
