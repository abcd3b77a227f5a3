package weir.launcher.internal;

import weir.base.WeirException;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;
import weir.protocol.KeyFileException;
import weir.protocol.PublicKey;
import weir.protocol.Wallet;

/** The address that validators ask for: told by itself, or read from a wallet's public file. No private file is ever opened. */
public final class HotkeyAddress {

    private HotkeyAddress() {}

    /**
     * The ss58 address; empty where neither a hotkey nor a wallet is named.
     *
     * @throws WeirException naming the flag or the file that is wrong
     */
    public static String of(Settings settings) {
        try {
            if (settings.isSet(Setting.HOTKEY)) {
                return PublicKey.ofSs58(settings.text(Setting.HOTKEY)).ss58();
            }
            if (settings.isSet(Setting.WALLET_NAME)) {
                return new Wallet(
                                settings.path(Setting.WALLET_PATH),
                                settings.text(Setting.WALLET_NAME),
                                settings.text(Setting.WALLET_HOTKEY))
                        .hotkeyAddress()
                        .ss58();
            }
            return "";
        } catch (KeyFileException e) {
            throw WeirException.usage(
                    e.getMessage(), "Or name another with --wallet.name, --wallet.hotkey, --wallet.path.");
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(
                    settings.origin(Setting.HOTKEY) + ": " + e.getMessage(),
                    "Copy the address again: `btcli wallet list` shows it.");
        }
    }
}
