package weir.history;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.history.PoolEvent.Place;

/** Reads the decoded events of recorded contracts ({@code evm/decoded-*.csv} of the vectors) as rows of the store. */
public final class EventVectors {

    /** Event that does not change what Weir stores. */
    private static final String IGNORED = "IncreaseObservationCardinalityNext";

    private final List<SwapRow> swaps = new ArrayList<>();
    private final List<PoolEvent> events = new ArrayList<>();

    private EventVectors() {}

    public static EventVectors read(Path file) throws IOException {
        EventVectors vectors = new EventVectors();
        List<String> lines = Files.readAllLines(file);
        String[] header = lines.get(0).split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.length; i++) {
                row.put(header[i], fields[i]);
            }
            vectors.add(row);
        }
        return vectors;
    }

    public List<SwapRow> swaps() {
        return swaps;
    }

    public List<PoolEvent> events() {
        return events;
    }

    /** Returns the swaps of a range of blocks. */
    public SwapBatch batch(BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        swaps.stream().filter(row -> blocks.contains(row.block())).forEach(batch::add);
        return batch;
    }

    /** Returns the other events of a range of blocks. */
    public List<PoolEvent> events(BlockRange blocks) {
        return events.stream().filter(event -> blocks.contains(event.block())).toList();
    }

    /** Returns the blocks from the first event to the last one. */
    public BlockRange blocks() {
        long lastEvent = events.get(events.size() - 1).block();
        long lastSwap = swaps.get(swaps.size() - 1).block();
        return new BlockRange(events.get(0).block(), Math.max(lastEvent, lastSwap));
    }

    private void add(Map<String, String> row) {
        Place place = new Place(
                Long.parseLong(row.get("block_number")),
                Integer.parseInt(row.get("log_index")),
                row.get("tx_hash"),
                Long.parseLong(row.get("timestamp")));
        String owner = row.get("owner");
        switch (row.get("event")) {
            case "Swap" ->
                swaps.add(new SwapRow(
                        place.block(),
                        place.logIndex(),
                        big(row, "sqrtPriceX96"),
                        integer(row, "tick"),
                        big(row, "liquidity"),
                        big(row, "amount0"),
                        big(row, "amount1"),
                        place.txHash(),
                        place.timestamp()));
            case "Initialize" ->
                events.add(new PoolEvent.Initialize(place, big(row, "sqrtPriceX96"), integer(row, "tick")));
            case "Mint" ->
                events.add(new PoolEvent.Mint(
                        place,
                        owner,
                        integer(row, "tickLower"),
                        integer(row, "tickUpper"),
                        big(row, "amount"),
                        big(row, "amount0"),
                        big(row, "amount1")));
            case "Burn" ->
                events.add(new PoolEvent.Burn(
                        place,
                        owner,
                        integer(row, "tickLower"),
                        integer(row, "tickUpper"),
                        big(row, "amount"),
                        big(row, "amount0"),
                        big(row, "amount1")));
            case "Collect" ->
                events.add(new PoolEvent.Collect(
                        place,
                        owner,
                        integer(row, "tickLower"),
                        integer(row, "tickUpper"),
                        big(row, "amount0"),
                        big(row, "amount1")));
            case "Flash" -> events.add(new PoolEvent.Flash(place, big(row, "paid0"), big(row, "paid1")));
            case "SetFeeProtocol" ->
                events.add(new PoolEvent.SetFeeProtocol(
                        place, integer(row, "feeProtocol0New"), integer(row, "feeProtocol1New")));
            case "CollectProtocol" ->
                events.add(new PoolEvent.CollectProtocol(place, big(row, "amount0"), big(row, "amount1")));
            case "CollectFees" ->
                events.add(new PoolEvent.CollectFees(place, big(row, "amount0"), big(row, "amount1")));
            case IGNORED -> {}
            default -> throw new AssertionError("the vectors have a new event: " + row);
        }
    }

    private static BigInteger big(Map<String, String> row, String column) {
        return new BigInteger(row.get(column));
    }

    private static int integer(Map<String, String> row, String column) {
        return Integer.parseInt(row.get(column));
    }
}
