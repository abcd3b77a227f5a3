package weir.history;

import java.util.Locale;
import weir.base.Hex;

/**
 * Identifies a pool by chain and address, because several chains may have a pool with the same address. Text form: {@code 8453:0x…}.
 *
 * @param chainId chain ID (EIP-155), for example 8453 for Base
 * @param address address of the pool's contract, {@code 0x} and 40 lower-case hex digits
 */
public record PoolKey(long chainId, String address) implements Comparable<PoolKey> {

    /** @throws HistoryException if the chain id is not positive, or the address is not valid */
    public PoolKey {
        if (chainId <= 0 || !Hex.isAddress(address) || !address.equals(address.toLowerCase(Locale.ROOT))) {
            throw new HistoryException(
                    "pool " + chainId + ":" + address,
                    "this is not a pool",
                    "Write it as chain id, colon, 0x and 40 hex digits, such as 8453:0xb2cc…");
        }
    }

    /**
     * Parses {@code chain:0x…}, or {@code 0x…} with the default chain. Case is ignored.
     *
     * @throws HistoryException if the text has neither form
     */
    public static PoolKey parse(String text, long defaultChainId) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        int colon = plain.indexOf(':');
        if (colon < 0) {
            return new PoolKey(defaultChainId, plain);
        }
        String chain = plain.substring(0, colon);
        boolean number =
                !chain.isEmpty() && chain.length() < 19 && chain.chars().allMatch(c -> c >= '0' && c <= '9');
        return new PoolKey(number ? Long.parseLong(chain) : 0, plain.substring(colon + 1));
    }

    @Override
    public int compareTo(PoolKey other) {
        int chains = Long.compare(chainId, other.chainId);
        return chains != 0 ? chains : address.compareTo(other.address);
    }

    @Override
    public String toString() {
        return chainId + ":" + address;
    }
}
