package weir.protocol.synapse;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import weir.base.Hex;
import weir.protocol.internal.StrictJsonReader;

/**
 * The miner's vault (a contract that holds liquidity), as validators ask for it. A validator stores the first answer permanently, so only a
 * complete address is accepted.
 *
 * @param address {@code 0x} and 40 hexadecimal digits, not zero; empty if the miner has no vault
 * @param chainId number of the vault's EVM chain, for example 8453 for Base
 */
public record VaultRegistration(Optional<String> address, long chainId) {

    private static final Pattern ZERO = Pattern.compile("0x0{40}");
    private static final Pattern CHAIN_ID = Pattern.compile("\"[0-9]{1,18}\"|[0-9]{1,18}(\\.0)?");

    /** @throws IllegalArgumentException if the address or the chain is not valid; the message contains it */
    public VaultRegistration {
        address.ifPresent(text -> {
            if (!Hex.isAddress(text) || ZERO.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "a vault address is 0x and 40 hexadecimal digits, not all zero, and not " + text);
            }
        });
        if (chainId <= 0) {
            throw new IllegalArgumentException("a chain id is 1 or more, not " + chainId);
        }
    }

    /** Returns the registration of a miner without a vault. */
    public static VaultRegistration none() {
        return new VaultRegistration(Optional.empty(), Subnet.DEFAULT_CHAIN_ID);
    }

    /** Reads a member of a request that only the response fills, and checks its type as the SDK does. Returns whether it is one. */
    static boolean checkMember(String name, StrictJsonReader fields) throws IOException, SynapseException {
        switch (name) {
            case FieldNames.HAS_VAULT ->
                require(fields, fields.readScalar().matches("true|false"), "must be a boolean");
            case FieldNames.VAULT_ADDRESS -> {
                String text = fields.readScalar();
                require(fields, text.equals("null") || text.startsWith("\""), "must be a string or null");
            }
            case FieldNames.CHAIN_ID ->
                require(fields, CHAIN_ID.matcher(fields.readScalar()).matches(), "must be an integer");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void require(StrictJsonReader fields, boolean isValid, String message) throws SynapseException {
        if (!isValid) {
            throw fields.error(message);
        }
    }
}
