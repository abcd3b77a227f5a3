package weir.bench.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import weir.uniswap.v3.TickMath;

/**
 * The logs of an answer as text. They are generated once; for each answer, only the digits of the block numbers, hashes and times change,
 * so the node is faster than the fetch.
 */
final class SyntheticLogs {

    private static final String SWAP = "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67";

    /** Digits that a block number and a time have in hexadecimal. */
    private static final int NUMBER_DIGITS = 7;

    private static final int TIME_DIGITS = 8;

    private final byte[] text;
    /** Positions of the digits of each log in the text: block number, end of the block hash, time. */
    private final int[] numberAt = new int[SyntheticNode.LOGS_PER_ANSWER];

    private final int[] hashAt = new int[SyntheticNode.LOGS_PER_ANSWER];
    private final int[] timeAt = new int[SyntheticNode.LOGS_PER_ANSWER];
    /** Length of the text up to the end of each block. */
    private final int[] endOfBlock = new int[SyntheticNode.BLOCKS_PER_ANSWER];

    SyntheticLogs() {
        Random random = new Random(14);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int tick = -192_000;
        BigInteger price = TickMath.getSqrtRatioAtTick(tick).add(BigInteger.TEN);
        for (int log = 0; log < SyntheticNode.LOGS_PER_ANSWER; log++) {
            tick = Math.max(-193_000, Math.min(-191_000, tick + random.nextInt(5) - 2));
            BigInteger low = TickMath.getSqrtRatioAtTick(tick);
            BigInteger next = low.add(new BigInteger(60, random));
            boolean isUp = next.compareTo(price) > 0;
            BigInteger amount0 = BigInteger.TEN.pow(18).add(new BigInteger(58, random));
            BigInteger amount1 =
                    amount0.multiply(next).shiftRight(96).multiply(next).shiftRight(96);
            price = next;
            append(
                    out,
                    "{\"address\":\"" + SyntheticNode.POOL.address() + "\",\"topics\":[\"" + SWAP + "\",\""
                            + address(random) + "\",\"" + address(random) + "\"],\"data\":\"0x"
                            + SyntheticNode.word(isUp ? amount0.negate() : amount0)
                            + SyntheticNode.word(isUp ? amount1 : amount1.negate()) + SyntheticNode.word(price)
                            + SyntheticNode.word(BigInteger.ONE.shiftLeft(62).add(new BigInteger(60, random)))
                            + SyntheticNode.word(BigInteger.valueOf(tick)) + "\",\"blockHash\":\"0x"
                            + "0".repeat(64 - NUMBER_DIGITS));
            hashAt[log] = out.size();
            append(out, "0".repeat(NUMBER_DIGITS) + "\",\"blockNumber\":\"0x");
            numberAt[log] = out.size();
            append(out, "0".repeat(NUMBER_DIGITS) + "\",\"blockTimestamp\":\"0x");
            timeAt[log] = out.size();
            append(
                    out,
                    "0".repeat(TIME_DIGITS) + "\",\"transactionHash\":\"0x"
                            + SyntheticNode.word(new BigInteger(255, random))
                            + "\",\"transactionIndex\":\"0x1\",\"logIndex\":\"0x"
                            + Integer.toHexString(7 * (log % SyntheticNode.SWAPS_PER_BLOCK)) + "\",\"removed\":false}");
            if (log % SyntheticNode.SWAPS_PER_BLOCK == SyntheticNode.SWAPS_PER_BLOCK - 1) {
                endOfBlock[log / SyntheticNode.SWAPS_PER_BLOCK] = out.size();
            }
            append(out, ",");
        }
        text = out.toByteArray();
    }

    private static String address(Random random) {
        return "0x" + SyntheticNode.word(new BigInteger(160, random));
    }

    private static void append(ByteArrayOutputStream out, String part) {
        out.writeBytes(part.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes the answer with the logs of some blocks. */
    void write(OutputStream out, String id, long firstBlock, int blocks) throws IOException {
        for (int log = 0; log < blocks * SyntheticNode.SWAPS_PER_BLOCK; log++) {
            long block = firstBlock + log / SyntheticNode.SWAPS_PER_BLOCK;
            setDigits(numberAt[log], block, NUMBER_DIGITS);
            setDigits(hashAt[log], block, NUMBER_DIGITS);
            setDigits(timeAt[log], SyntheticNode.time(block), TIME_DIGITS);
        }
        out.write(("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":[").getBytes(StandardCharsets.US_ASCII));
        out.write(text, 0, endOfBlock[blocks - 1]);
        out.write("]}".getBytes(StandardCharsets.US_ASCII));
    }

    private void setDigits(int at, long value, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            text[at + i] = (byte) "0123456789abcdef".charAt((int) (value >>> 4 * (digits - 1 - i) & 0xf));
        }
    }
}
