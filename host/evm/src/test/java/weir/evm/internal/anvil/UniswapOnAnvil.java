package weir.evm.internal.anvil;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import weir.history.PoolKey;

/** A pool of the real Uniswap v3 contracts on a local node, with two tokens and a contract that trades. */
public final class UniswapOnAnvil {

    private static final String TOKEN0 = "0x" + "11".repeat(20);
    private static final String TOKEN1 = "0x" + "22".repeat(20);
    private static final String TRADER = "0x" + "33".repeat(20);

    private static final BigInteger MIN_LIMIT = new BigInteger("4295128740");
    private static final BigInteger MAX_LIMIT = new BigInteger("1461446703485210103287273052203988822378723970341");
    private static final BigInteger PRICE = new BigInteger("5255401757782310153577994");
    private static final BigInteger MAX_UINT128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final Anvil anvil;
    private final String account;
    private final String pool;

    private UniswapOnAnvil(Anvil anvil, String account, String pool) {
        this.anvil = anvil;
        this.account = account;
        this.pool = pool;
    }

    /**
     * Deploys the contracts and initialises a pool.
     *
     * @param directory a temporary directory for the downloaded contracts
     */
    public static UniswapOnAnvil deploy(Anvil anvil, Path directory) throws IOException {
        Path artifact = Anvil.unpack("@uniswap/v3-core@1.0.1", directory)
                .resolve("artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json");
        setCode(anvil, TOKEN0, tokenCode(18, "WETH"));
        setCode(anvil, TOKEN1, tokenCode(6, "USDC"));
        setCode(anvil, TRADER, traderCode());
        String account = anvil.call("eth_accounts").getAsJsonArray().get(0).getAsString();
        String bytecode = JsonParser.parseString(Files.readString(artifact))
                .getAsJsonObject()
                .get("bytecode")
                .getAsString();
        String factory =
                send(anvil, account, null, bytecode).get("contractAddress").getAsString();
        String tokensAndFee = word(TOKEN0) + word(TOKEN1) + word(500);
        send(anvil, account, factory, "0xa1671295" + tokensAndFee);
        JsonObject getPool = new JsonObject();
        getPool.addProperty("to", factory);
        getPool.addProperty("data", "0x1698ee82" + tokensAndFee);
        String answer =
                anvil.call("eth_call", getPool, new JsonPrimitive("latest")).getAsString();
        String pool = "0x" + answer.substring(answer.length() - 40);
        send(anvil, account, pool, "0xf637731d" + word(PRICE));
        return new UniswapOnAnvil(anvil, account, pool);
    }

    private static void setCode(Anvil anvil, String address, String code) {
        anvil.call("anvil_setCode", new JsonPrimitive(address), new JsonPrimitive(code));
    }

    /** A token whose balances are never checked. */
    private static String tokenCode(int decimals, String symbol) {
        StringBuilder text = new StringBuilder();
        symbol.chars().forEach(c -> text.append(Integer.toHexString(c)));
        return EvmAssembler.assemble(
                """
                0x00 CALLDATALOAD 0xe0 SHR
                DUP1 0x70a08231 EQ @balanceOf JUMPI
                DUP1 0xa9059cbb EQ @transfer JUMPI
                DUP1 0x313ce567 EQ @decimals JUMPI
                DUP1 0x95d89b41 EQ @symbol JUMPI
                0x00 0x00 REVERT
                balanceOf: 0x04 CALLDATALOAD SLOAD @return JUMP
                transfer:
                0x24 CALLDATALOAD CALLER SLOAD SUB CALLER SSTORE
                0x24 CALLDATALOAD 0x04 CALLDATALOAD SLOAD ADD 0x04 CALLDATALOAD SSTORE
                0x01 @return JUMP
                decimals: 0x%02x @return JUMP
                symbol: 0x%s @return JUMP
                return: 0x00 MSTORE 0x20 0x00 RETURN
                """
                        .formatted(decimals, text + "0".repeat(64 - text.length())));
    }

    /** Forwards a call: the first word is the target. Pays what a pool asks for in its callbacks. */
    private static String traderCode() {
        return EvmAssembler.assemble(
                """
                0x00 CALLDATALOAD 0xe0 SHR
                DUP1 0xd3487997 EQ @pay JUMPI
                DUP1 0xfa461e33 EQ @pay JUMPI
                0x20 CALLDATASIZE SUB 0x20 0x00 CALLDATACOPY
                0x00 0x00 0x20 CALLDATASIZE SUB 0x00 0x00 0x00 CALLDATALOAD GAS CALL
                RETURNDATASIZE 0x00 0x00 RETURNDATACOPY
                @done JUMPI
                RETURNDATASIZE 0x00 REVERT
                done: RETURNDATASIZE 0x00 RETURN
                pay: %s %s STOP
                """
                        .formatted(payCode("0x04", TOKEN0, "paid0"), payCode("0x24", TOKEN1, "paid1")));
    }

    private static String payCode(String amountAt, String token, String label) {
        return "%1$s CALLDATALOAD 0x00 SLT ISZERO @%3$s JUMPI 0xa9059cbb 0xe0 SHL 0x00 MSTORE CALLER 0x04 MSTORE %1$s CALLDATALOAD 0x24 MSTORE 0x00 0x00 0x44 0x00 0x00 %2$s GAS CALL POP %3$s:"
                .formatted(amountAt, token, label);
    }

    /** Returns the pool. */
    public PoolKey pool() {
        return new PoolKey(8453, pool);
    }

    /** Adds liquidity to a range of ticks. */
    public void mint(int tickLower, int tickUpper, BigInteger liquidity) {
        trade("3c8a7d8d" + word(TRADER) + word(tickLower) + word(tickUpper) + word(liquidity) + word(0xa0) + word(0));
    }

    /** Removes liquidity, and collects all that the pool owes. */
    public void burnAndCollect(int tickLower, int tickUpper, BigInteger liquidity) {
        trade("a34123a7" + word(tickLower) + word(tickUpper) + word(liquidity));
        trade("4f1eb3d8" + word(TRADER) + word(tickLower) + word(tickUpper) + word(MAX_UINT128) + word(MAX_UINT128));
    }

    /** Sells an amount of token0 or token1. */
    public void swap(boolean sellsToken0, BigInteger amount) {
        trade("128acb08" + word(TRADER) + word(sellsToken0 ? 1 : 0) + word(amount)
                + word(sellsToken0 ? MIN_LIMIT : MAX_LIMIT) + word(0xa0) + word(0));
    }

    /** Adds liquidity and trades at random, the same for the same seed. Each transaction has a block of its own. */
    public void tradeAtRandom(int trades, long seed) {
        Random random = new Random(seed);
        mint(-200_000, -180_000, BigInteger.TEN.pow(19));
        for (int i = 0; i < trades; i++) {
            switch (random.nextInt(10)) {
                case 0 -> mint(-193_000 + 10 * random.nextInt(50), -192_000, BigInteger.TEN.pow(17));
                case 1 -> burnAndCollect(-200_000, -180_000, BigInteger.TEN.pow(16));
                default -> {
                    boolean sellsToken0 = random.nextBoolean();
                    swap(sellsToken0, BigInteger.TEN.pow(sellsToken0 ? 17 : 9).add(new BigInteger(30, random)));
                }
            }
        }
    }

    private void trade(String call) {
        send(anvil, account, TRADER, "0x" + word(pool) + call);
    }

    /** Sends a transaction, waits for its block, and returns its receipt. */
    private static JsonObject send(Anvil anvil, String account, String to, String data) {
        JsonObject transaction = new JsonObject();
        transaction.addProperty("from", account);
        transaction.addProperty("gas", "0x17d7840");
        transaction.addProperty("data", data);
        if (to != null) {
            transaction.addProperty("to", to);
        }
        JsonElement hash = anvil.call("eth_sendTransaction", transaction);
        JsonElement receipt = JsonNull.INSTANCE;
        while (receipt.isJsonNull()) {
            receipt = anvil.call("eth_getTransactionReceipt", hash);
        }
        if (!receipt.getAsJsonObject().get("status").getAsString().equals("0x1")) {
            throw new IllegalStateException("the transaction failed: " + receipt);
        }
        return receipt.getAsJsonObject();
    }

    private static String word(String address) {
        return "0".repeat(24) + address.substring(2);
    }

    private static String word(long value) {
        return word(BigInteger.valueOf(value));
    }

    private static String word(BigInteger value) {
        return String.format("%064x", value.mod(BigInteger.ONE.shiftLeft(256)));
    }
}
