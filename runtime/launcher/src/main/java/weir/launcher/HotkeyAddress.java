package weir.launcher;

import java.nio.file.Path;
import java.util.List;
import weir.base.WeirException;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.Wallet;

/** Finds the ss58 address of the axon, in the settings or in the public file of a wallet, and the wallet itself. Opens no private file. */
public final class HotkeyAddress {

    private HotkeyAddress() {}

    /**
     * The ss58 address; empty if neither a hotkey nor a wallet is set.
     *
     * @throws WeirException naming the flag or the file that is not valid
     */
    public static String of(Settings settings) {
        try {
            if (settings.isSet(Setting.HOTKEY)) {
                return PublicKey.ofSs58(settings.text(Setting.HOTKEY)).ss58();
            }
            return settings.isSet(Setting.WALLET_NAME)
                    ? wallet(settings).hotkeyAddress().ss58()
                    : "";
        } catch (KeyFileException e) {
            throw WeirException.usage(
                    e.getMessage(), "Or name another file with --wallet.name, --wallet.hotkey, --wallet.path.");
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    settings.origin(Setting.HOTKEY) + ": " + e.getMessage(),
                    "Copy the address again: `btcli wallet list` shows it.");
        }
    }

    /** The private files of the configured wallet, which this process never opens; empty if no wallet is set. */
    public static List<Path> privateFiles(Settings settings) {
        return settings.isSet(Setting.WALLET_NAME)
                ? List.of(wallet(settings).hotkeyFile(), wallet(settings).coldkeyFile())
                : List.of();
    }

    /**
     * The configured wallet.
     *
     * @throws WeirException if a name is not valid
     */
    public static Wallet wallet(Settings settings) {
        try {
            return new Wallet(
                    settings.path(Setting.WALLET_PATH),
                    settings.text(Setting.WALLET_NAME),
                    settings.text(Setting.WALLET_HOTKEY));
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(e.getMessage(), "Correct --wallet.name or --wallet.hotkey.");
        }
    }
}
