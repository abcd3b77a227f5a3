package weir.history.load;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import weir.history.SwapRow;

/** A format in which swaps are exported: the header, and the row of a swap. */
enum ExportFormat {
    /** A decoded table, with a byte order mark. */
    DUNE_DECODED(
            "\ufeffcontract_address,evt_tx_hash,evt_tx_index,evt_index,evt_block_time,evt_block_number,evt_block_date,"
                    + "amount0,amount1,liquidity,recipient,sender,sqrtPriceX96,tick",
            s -> String.join(
                    ",",
                    address(),
                    s.txHash(),
                    "0",
                    "" + s.logIndex(),
                    time(s, ".000 UTC"),
                    "" + s.block(),
                    "2025-09-02",
                    "" + s.amount0(),
                    "" + s.amount1(),
                    "" + s.liquidity(),
                    address(),
                    address(),
                    "" + s.sqrtPriceX96(),
                    "" + s.tick())),
    DUNE_LOGS(
            "block_time,block_number,block_hash,contract_address,topic0,topic1,topic2,topic3,data,tx_hash,index,tx_index",
            s -> String.join(
                    ",",
                    time(s, ".000 UTC"),
                    "" + s.block(),
                    "0x" + "1".repeat(64),
                    address(),
                    topic(),
                    word(address()),
                    word(address()),
                    "",
                    data(s),
                    s.txHash(),
                    "" + s.logIndex(),
                    "0")),
    /** Topics are an array, quoted; times end with UTC. */
    BIGQUERY_LOGS(
            "block_hash,block_number,block_timestamp,transaction_hash,transaction_index,log_index,address,data,topics,removed",
            s -> String.join(
                    ",",
                    "0x" + "1".repeat(64),
                    "" + s.block(),
                    time(s, " UTC"),
                    s.txHash(),
                    "0",
                    "" + s.logIndex(),
                    address(),
                    data(s),
                    "\"[\"\"" + topic() + "\"\",\"\"" + word(address()) + "\"\"]\"",
                    "false")),
    FLIPSIDE_LOGS(
            "BLOCK_NUMBER,BLOCK_TIMESTAMP,TX_HASH,EVENT_INDEX,CONTRACT_ADDRESS,TOPIC_0,TOPIC_1,TOPIC_2,TOPIC_3,DATA",
            s -> String.join(
                    ",",
                    "" + s.block(),
                    time(s, ".000"),
                    s.txHash(),
                    "" + s.logIndex(),
                    address(),
                    topic(),
                    word(address()),
                    word(address()),
                    "",
                    data(s))),
    FLIPSIDE_DECODED(
            "BLOCK_NUMBER,BLOCK_TIMESTAMP,TX_HASH,EVENT_INDEX,CONTRACT_ADDRESS,EVENT_NAME,DECODED_LOG",
            s -> String.join(
                    ",",
                    "" + s.block(),
                    time(s, ".000"),
                    s.txHash(),
                    "" + s.logIndex(),
                    address(),
                    "Swap",
                    "\"{\"\"amount0\"\":\"\"" + s.amount0() + "\"\",\"\"amount1\"\":\"\"" + s.amount1()
                            + "\"\",\"\"liquidity\"\":\"\"" + s.liquidity() + "\"\",\"\"sqrtPriceX96\"\":\"\""
                            + s.sqrtPriceX96() + "\"\",\"\"tick\"\":" + s.tick() + "}\"")),
    CRYO_LOGS(
            "block_number,transaction_index,log_index,transaction_hash,address,topic0,topic1,topic2,topic3,data,chain_id",
            s -> String.join(
                    ",",
                    "" + s.block(),
                    "0",
                    "" + s.logIndex(),
                    s.txHash(),
                    address(),
                    topic(),
                    word(address()),
                    word(address()),
                    "",
                    data(s),
                    "8453")),
    /** With an event signature: each number as text and as a rounded double. */
    CRYO_DECODED(
            "block_number,log_index,transaction_hash,address,event__amount0_string,event__amount0_f64,"
                    + "event__amount1_string,event__amount1_f64,event__sqrtPriceX96_string,event__sqrtPriceX96_f64,"
                    + "event__liquidity_string,event__tick,chain_id",
            s -> String.join(
                    ",",
                    "" + s.block(),
                    "" + s.logIndex(),
                    s.txHash(),
                    address(),
                    "" + s.amount0(),
                    "" + s.amount0().doubleValue(),
                    "" + s.amount1(),
                    "" + s.amount1().doubleValue(),
                    "" + s.sqrtPriceX96(),
                    "" + s.sqrtPriceX96().doubleValue(),
                    "" + s.liquidity(),
                    "" + s.tick(),
                    "8453")),
    /** Hexadecimal words and scientific notation; lines end with CR LF. */
    OTHER_NOTATIONS(
            "blockNumber,logIndex,transactionHash,amount0,amount1,sqrtPriceX96,liquidity,tick,blockTimestamp\r",
            s -> String.join(
                            ",",
                            "0x" + Long.toHexString(s.block()),
                            "\"" + s.logIndex() + "\"",
                            s.txHash(),
                            "0x" + hex(s.amount0()),
                            "0x" + hex(s.amount1()),
                            "0x" + s.sqrtPriceX96().toString(16),
                            new BigDecimal(s.liquidity()).stripTrailingZeros().toString(),
                            "0x" + hex(BigInteger.valueOf(s.tick())),
                            s.timestamp() + ".0")
                    + "\r");

    private final String header;
    private final Function<SwapRow, String> row;

    ExportFormat(String header, Function<SwapRow, String> row) {
        this.header = header;
        this.row = row;
    }

    /** Returns the address of the pool. */
    static String address() {
        return "0x" + "3c".repeat(20);
    }

    /** Returns the first topic of the event Swap. */
    static String topic() {
        return "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67";
    }

    /** Returns the text of a file. */
    String text(List<SwapRow> swaps) {
        return header + "\n" + swaps.stream().map(s -> row.apply(s) + "\n").collect(Collectors.joining());
    }

    /** Returns whether the format contains times. */
    boolean hasTimes() {
        return !name().startsWith("CRYO");
    }

    private static String time(SwapRow swap, String end) {
        return Instant.ofEpochSecond(swap.timestamp())
                .toString()
                .replace('T', ' ')
                .replace("Z", end);
    }

    private static String word(String address) {
        return "0x" + "0".repeat(24) + address.substring(2);
    }

    /** Returns the data of the Swap event. */
    static String data(SwapRow s) {
        return "0x" + hex(s.amount0()) + hex(s.amount1()) + hex(s.sqrtPriceX96()) + hex(s.liquidity())
                + hex(BigInteger.valueOf(s.tick()));
    }

    private static String hex(BigInteger value) {
        BigInteger word = value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(256)) : value;
        return String.format("%064x", word);
    }
}
