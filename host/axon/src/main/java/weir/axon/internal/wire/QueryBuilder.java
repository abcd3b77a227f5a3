package weir.axon.internal.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** Collects the members of one RebalanceQuery, in any order. Not thread-safe. */
final class QueryBuilder {

    private static final int MAX_POSITIONS = 256;
    private static final int MAX_ID_LENGTH = 256;
    private static final int MAX_TICK = 887_272;
    private static final int MAX_TICK_SPACING = 16_384;
    private static final List<String> REQUIRED = List.of(
            "job_id",
            "sn_liquidity_manager_address",
            "pair_address",
            "round_id",
            "round_type",
            "block_number",
            "current_price",
            "current_positions");

    private final PriceEncoding priceEncoding;
    private final Envelope envelope = Envelope.empty();
    private final Set<String> given = new HashSet<>();

    private String jobId;
    private String vault;
    private String pair;
    private long chainId = 8453;
    private String roundId;
    private RoundType roundType;
    private long blockNumber;
    private String currentPrice;
    private Price price;
    private List<WirePosition> positions;
    private WireInventory inventory;
    private int rebalancesSoFar;
    private int tickSpacing = 200;

    QueryBuilder(PriceEncoding priceEncoding) {
        this.priceEncoding = priceEncoding;
    }

    /** Reads the value of the member {@code name}; unknown members and the answer's own are skipped. */
    void member(String name, Fields fields) throws IOException, SynapseException {
        switch (name) {
            case "job_id" -> jobId = once(name, fields).string(MAX_ID_LENGTH);
            case "sn_liquidity_manager_address" -> vault = once(name, fields).address();
            case "pair_address" -> pair = once(name, fields).address();
            case "chain_id" -> chainId = once(name, fields).integer(1, Long.MAX_VALUE);
            case "round_id" -> roundId = once(name, fields).string(MAX_ID_LENGTH);
            case "round_type" -> roundType = roundType(once(name, fields));
            case "block_number" -> blockNumber = once(name, fields).integer(0, Long.MAX_VALUE);
            case "current_price" -> {
                currentPrice = once(name, fields).number();
                price = priceEncoding.price(currentPrice);
            }
            case "current_positions" -> positions = positions(once(name, fields));
            case "inventory_remaining" -> inventory = inventory(once(name, fields));
            case "rebalances_so_far" ->
                rebalancesSoFar = (int) once(name, fields).integer(0, Integer.MAX_VALUE);
            case "tick_spacing" -> tickSpacing = (int) once(name, fields).integer(1, MAX_TICK_SPACING);
            default -> QueryParser.envelope(name, fields, envelope);
        }
    }

    WireQuery build() throws SynapseException {
        for (String name : REQUIRED) {
            if (!given.contains(name)) {
                throw new SynapseException(name, "is missing");
            }
        }
        RebalanceQuery query = new RebalanceQuery(
                jobId,
                vault.toLowerCase(Locale.ROOT),
                pair.toLowerCase(Locale.ROOT),
                chainId,
                roundId,
                roundType,
                blockNumber,
                price,
                positions.stream().map(WirePosition::position).toList(),
                inventory == null ? Inventory.NONE : inventory.amounts(),
                rebalancesSoFar,
                tickSpacing);
        return new WireQuery(query, vault, pair, currentPrice, positions, inventory, envelope);
    }

    /** Which of two equal names would count is not defined anywhere, so neither does. */
    private Fields once(String name, Fields fields) throws SynapseException {
        if (!given.add(name)) {
            throw fields.fault("is given twice");
        }
        return fields;
    }

    private static RoundType roundType(Fields fields) throws IOException, SynapseException {
        return switch (fields.string(MAX_ID_LENGTH)) {
            case "evaluation" -> RoundType.EVALUATION;
            case "live" -> RoundType.LIVE;
            default -> throw fields.fault("must be evaluation or live");
        };
    }

    private static List<WirePosition> positions(Fields fields) throws IOException, SynapseException {
        List<WirePosition> positions = new ArrayList<>();
        fields.array(MAX_POSITIONS, () -> positions.add(new PositionBuilder().read(fields)));
        return List.copyOf(positions);
    }

    private static WireInventory inventory(Fields fields) throws IOException, SynapseException {
        if (fields.nothing()) {
            return null;
        }
        String place = fields.path();
        String[] amounts = new String[2];
        fields.object(name -> {
            switch (name) {
                case "amount0" -> amounts[0] = fields.once(amounts[0]).amount();
                case "amount1" -> amounts[1] = fields.once(amounts[1]).amount();
                default -> fields.skip();
            }
        });
        if (amounts[0] == null || amounts[1] == null) {
            throw new SynapseException(place + (amounts[0] == null ? ".amount0" : ".amount1"), "is missing");
        }
        return new WireInventory(amounts[0], amounts[1]);
    }

    /** Collects the members of one position. */
    private static final class PositionBuilder {
        private Long lower;
        private Long upper;
        private String allocation0;
        private String allocation1;
        private String confidence;

        WirePosition read(Fields fields) throws IOException, SynapseException {
            String place = fields.path();
            fields.object(name -> {
                switch (name) {
                    case "tick_lower" -> lower = fields.once(lower).integer(-MAX_TICK, MAX_TICK);
                    case "tick_upper" -> upper = fields.once(upper).integer(-MAX_TICK, MAX_TICK);
                    case "allocation0" -> allocation0 = fields.once(allocation0).amount();
                    case "allocation1" -> allocation1 = fields.once(allocation1).amount();
                    case "confidence" -> confidence = fields.once(confidence).nothing() ? null : fields.number();
                    default -> fields.skip();
                }
            });
            require(place, "tick_lower", lower);
            require(place, "tick_upper", upper);
            require(place, "allocation0", allocation0);
            require(place, "allocation1", allocation1);
            if (lower >= upper) {
                throw new SynapseException(place + ".tick_upper", "must be greater than tick_lower");
            }
            return new WirePosition(lower.intValue(), upper.intValue(), allocation0, allocation1, confidence);
        }

        private static void require(String place, String name, Object value) throws SynapseException {
            if (value == null) {
                throw new SynapseException(place + "." + name, "is missing");
            }
        }
    }
}
