package weir.evm.internal.inspect;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import weir.evm.EvmException;
import weir.evm.internal.logs.EventType;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.EthRequests;
import weir.evm.internal.rpc.RpcEndpoint;
import weir.evm.internal.rpc.RpcException;
import weir.evm.internal.rpc.RpcException.Kind;
import weir.history.PoolKey;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadata.Token;
import weir.uniswap.v3.TickMath;

/**
 * Asks the contracts of a pool and its tokens for what its events do not contain. The answers tell whether the address is a pool, and of
 * which kind; no list of factories is needed. All questions concern the newest block, so any node can answer. Not thread-safe.
 */
public final class PoolInspector {

    private static final String LATEST = "latest";
    private static final String CHECK_POOL = "Check --pool: the address of a Uniswap v3 or Slipstream pool is needed.";

    private static final int UNISWAP_SLOT0_BYTES = 7 * 32;
    /** The slot of Slipstream has no feeProtocol. */
    private static final int SLIPSTREAM_SLOT0_BYTES = 6 * 32;

    private static final int MAX_FEE_PIPS = 999_999;
    private static final int MAX_TICK_SPACING = 16_384;
    private static final int MAX_DECIMALS = 36;

    private final EndpointPool endpoints;
    private final Function<RpcEndpoint, RpcEndpoint> checked;
    private final PoolKey pool;

    /**
     * @param endpoints nodes of the pool's chain
     * @param checked makes sure that an endpoint serves this chain, and returns it
     */
    public PoolInspector(EndpointPool endpoints, Function<RpcEndpoint, RpcEndpoint> checked, PoolKey pool) {
        this.endpoints = endpoints;
        this.checked = checked;
        this.pool = pool;
    }

    /**
     * Returns the pool's tokens, fee, tick spacing and kind. The fee of a Slipstream pool is that of this moment.
     *
     * @throws EvmException if the address is not a pool of Uniswap v3 or Slipstream, or a token has no decimals
     */
    public PoolMetadata inspect() {
        byte[] code = endpoints.ask(endpoint -> EthRequests.code(checked.apply(endpoint), pool.address(), LATEST));
        if (code.length == 0) {
            throw notAPool("there is no contract at this address of chain " + pool.chainId());
        }
        if (HexFormat.of().formatHex(code).contains(EventType.PANCAKE_SWAP.substring(2))) {
            throw notAPool("it is a pool of PancakeSwap v3, whose events differ");
        }
        PoolMetadata.Kind kind = kind();
        String token0 = address("token0()", "0dfe1681");
        String token1 = address("token1()", "d21220a7");
        if (token0.compareTo(token1) >= 0) {
            throw notAPool("token0() is not below token1()");
        }
        int tickSpacing = integer(pool.address(), "tickSpacing()", "d0c93a7c", 1, MAX_TICK_SPACING)
                .orElseThrow(() -> notAPool("it has no tickSpacing() between 1 and " + MAX_TICK_SPACING));
        int fee = integer(pool.address(), "fee()", "ddca3f43", 0, MAX_FEE_PIPS)
                .orElseThrow(() -> notAPool("it has no fee() between 0 and " + MAX_FEE_PIPS));
        return new PoolMetadata(
                pool.chainId(),
                pool.address(),
                token("token0", token0),
                token("token1", token1),
                fee,
                tickSpacing,
                Optional.of(kind));
    }

    private PoolMetadata.Kind kind() {
        byte[] slot0 = call(pool.address(), "3850c7bd").orElseThrow(() -> notAPool("it has no slot0()"));
        PoolMetadata.Kind kind =
                switch (slot0.length) {
                    case UNISWAP_SLOT0_BYTES -> PoolMetadata.Kind.UNISWAP_V3;
                    case SLIPSTREAM_SLOT0_BYTES -> PoolMetadata.Kind.SLIPSTREAM;
                    default ->
                        throw notAPool("its slot0() has " + slot0.length + " bytes instead of " + UNISWAP_SLOT0_BYTES
                                + " (Uniswap v3) or " + SLIPSTREAM_SLOT0_BYTES + " (Slipstream)");
                };
        BigInteger price = new BigInteger(1, slot0, 0, 32);
        if (price.signum() == 0) {
            throw notAPool("the pool is not initialised: its price is 0");
        }
        if (price.compareTo(TickMath.MIN_SQRT_RATIO) < 0 || price.compareTo(TickMath.MAX_SQRT_RATIO) >= 0) {
            throw notAPool("its slot0() begins with " + price + ", which is not a price");
        }
        return kind;
    }

    private Token token(String name, String address) {
        int decimals = integer(address, "decimals()", "313ce567", 0, MAX_DECIMALS)
                .orElseThrow(() -> new EvmException(
                        "pool " + pool + ", " + name + " " + address,
                        "the token has no decimals() between 0 and " + MAX_DECIMALS,
                        "Weir cannot convert its amounts: use another pool."));
        Optional<String> symbol = call(address, "95d89b41").flatMap(TokenSymbol::decode);
        return new Token(symbol.orElse(name), decimals);
    }

    private String address(String view, String selector) {
        byte[] word = call(pool.address(), selector)
                .filter(bytes -> bytes.length == 32 && new BigInteger(1, bytes, 0, 12).signum() == 0)
                .orElseThrow(() -> notAPool("its " + view + " returns no address"));
        return "0x" + HexFormat.of().formatHex(word, 12, 32);
    }

    private Optional<Integer> integer(String contract, String view, String selector, int min, int max) {
        return call(contract, selector)
                .filter(bytes -> bytes.length == 32)
                .map(BigInteger::new)
                .filter(value -> value.bitLength() < 31 && value.intValue() >= min && value.intValue() <= max)
                .map(BigInteger::intValue);
    }

    /** Calls a view without arguments; empty if the contract does not have it. */
    private Optional<byte[]> call(String contract, String selector) {
        try {
            byte[] answer = endpoints.ask(
                    endpoint -> EthRequests.call(checked.apply(endpoint), contract, "0x" + selector, LATEST));
            return Optional.of(answer).filter(bytes -> bytes.length > 0);
        } catch (RpcException e) {
            if (e.kind() == Kind.REVERTED) {
                return Optional.empty();
            }
            throw new EvmException(e.host(), e.text(), EndpointPool.remedy(e));
        }
    }

    private EvmException notAPool(String fault) {
        return new EvmException("pool " + pool, fault, CHECK_POOL);
    }
}
