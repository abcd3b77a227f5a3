package weir.doctor.internal.chain;

import java.util.Optional;
import weir.doctor.Check;
import weir.evm.EvmClient;
import weir.evm.EvmException;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;
import weir.protocol.PublicKey;

/** Whether a vault is set and belongs to the miner. */
public final class VaultCheck {

    private static final String NAME = "vault";
    /** First four bytes of the Keccak-256 hash of {@code associatedMiner()}. */
    private static final String ASSOCIATED_MINER = "0x702477c7";

    private static final int WORD_BYTES = 32;
    private static final PublicKey NONE = PublicKey.of(new byte[WORD_BYTES]);

    private VaultCheck() {}

    /** Without a node of the vault's chain. */
    public static Check of(Settings settings) {
        return settings.isSet(Setting.VAULT_ADDRESS)
                ? Check.warning(NAME, describe(settings) + "; whose it is, is not known", "Set --evm.rpc to check it.")
                : Check.warning(
                        NAME,
                        "no vault is set, so validators that require one send no queries to this miner",
                        "Set --vault.address; check it well, because validators keep the first one.");
    }

    /**
     * Asks a node of the vault's chain for the vault's miner with one {@code eth_call}.
     *
     * @throws EvmException if the node does not answer
     */
    public static Check of(Settings settings, EvmClient node, PublicKey hotkey) {
        Optional<PublicKey> miner = associatedMiner(node, settings.text(Setting.VAULT_ADDRESS));
        if (miner.isEmpty()) {
            return Check.fault(
                    NAME,
                    describe(settings) + " is no vault, says " + node.host(),
                    "Correct --vault.address, --vault.chain_id or --evm.rpc.");
        }
        if (miner.get().equals(hotkey)) {
            return Check.ok(NAME, describe(settings) + " belongs to this hotkey, says " + node.host());
        }
        return Check.fault(
                NAME,
                describe(settings)
                        + (miner.get().equals(NONE)
                                ? " belongs to no miner"
                                : " belongs to " + miner.get() + ", not to " + hotkey),
                "Associate the vault with the hotkey " + hotkey + ", or correct --vault.address.");
    }

    /** @param reason why no node has told the vault's miner */
    public static Check unknown(Settings settings, String reason) {
        return Check.unchecked(NAME, describe(settings) + "; whose it is, is not known: " + reason, "Check --evm.rpc.");
    }

    /** Returns empty if there is no contract with this method at the address. */
    private static Optional<PublicKey> associatedMiner(EvmClient node, String vault) {
        try {
            byte[] word = node.call(vault, ASSOCIATED_MINER, "latest");
            return word.length == WORD_BYTES ? Optional.of(PublicKey.of(word)) : Optional.empty();
        } catch (EvmException e) {
            if (e.problem().contains("revert")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String describe(Settings settings) {
        return settings.text(Setting.VAULT_ADDRESS) + " on chain " + settings.text(Setting.VAULT_CHAIN_ID);
    }
}
