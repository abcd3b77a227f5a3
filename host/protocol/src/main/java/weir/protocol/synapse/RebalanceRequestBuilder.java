package weir.protocol.synapse;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weir.protocol.internal.JsonFields;
import weir.protocol.synapse.RebalanceRequest.WireInventory;
import weir.protocol.synapse.RebalanceRequest.WirePosition;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** Collects the members of one {@code RebalanceQuery}, in any order. Not thread-safe. */
final class RebalanceRequestBuilder {

    private static final int MAX_POSITIONS = 256;
    private static final int MAX_ID_LENGTH = 256;
    private static final int MAX_TICK = 887_272;
    private static final int MAX_TICK_SPACING = 16_384;

    private final PriceEncoding priceEncoding;
    private final SynapseFields common = new SynapseFields();
    private final Set<String> given = new HashSet<>();

    private String jobId;
    private String vault;
    private String pair;
    private long chainId = Subnet.DEFAULT_CHAIN_ID;
    private String roundId;
    private RoundType roundType;
    private long blockNumber;
    private String currentPrice;
    private Price price;
    private List<WirePosition> positions;
    private WireInventory inventory;
    private int rebalancesSoFar;
    private int tickSpacing = Subnet.DEFAULT_TICK_SPACING;

    RebalanceRequestBuilder(PriceEncoding priceEncoding) {
        this.priceEncoding = priceEncoding;
    }

    /** Reads the value of the member {@code name}; skips unknown members and those of a response. */
    void member(String name, JsonFields fields) throws IOException, SynapseException {
        switch (name) {
            case FieldNames.JOB_ID -> jobId = once(name, fields).string(MAX_ID_LENGTH);
            case FieldNames.VAULT -> vault = once(name, fields).address();
            case FieldNames.PAIR -> pair = once(name, fields).address();
            case FieldNames.CHAIN_ID -> chainId = once(name, fields).integer(1, Long.MAX_VALUE);
            case FieldNames.ROUND_ID -> roundId = once(name, fields).string(MAX_ID_LENGTH);
            case FieldNames.ROUND_TYPE -> roundType = roundType(once(name, fields));
            case FieldNames.BLOCK_NUMBER -> blockNumber = once(name, fields).integer(0, Long.MAX_VALUE);
            case FieldNames.CURRENT_PRICE -> {
                currentPrice = once(name, fields).number();
                price = priceEncoding.price(currentPrice);
            }
            case FieldNames.CURRENT_POSITIONS -> positions = positions(once(name, fields));
            case FieldNames.INVENTORY_REMAINING -> inventory = inventory(once(name, fields));
            case FieldNames.REBALANCES_SO_FAR ->
                rebalancesSoFar = (int) once(name, fields).integer(0, Integer.MAX_VALUE);
            case FieldNames.TICK_SPACING ->
                tickSpacing = (int) once(name, fields).integer(1, MAX_TICK_SPACING);
            default -> SynapseParser.common(name, fields, common);
        }
    }

    RebalanceRequest build() throws SynapseException {
        for (String name : FieldNames.REQUIRED) {
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
                inventory == null
                        ? Inventory.NONE
                        : new Inventory(new BigInteger(inventory.amount0()), new BigInteger(inventory.amount1())),
                rebalancesSoFar,
                tickSpacing);
        return new RebalanceRequest(query, vault, pair, currentPrice, positions, inventory, common);
    }

    /** Rejects duplicate names: it is not defined which of them counts. */
    private JsonFields once(String name, JsonFields fields) throws SynapseException {
        if (!given.add(name)) {
            throw fields.fault("is given twice");
        }
        return fields;
    }

    private static RoundType roundType(JsonFields fields) throws IOException, SynapseException {
        return switch (fields.string(MAX_ID_LENGTH)) {
            case "evaluation" -> RoundType.EVALUATION;
            case "live" -> RoundType.LIVE;
            default -> throw fields.fault("must be evaluation or live");
        };
    }

    private static List<WirePosition> positions(JsonFields fields) throws IOException, SynapseException {
        List<WirePosition> positions = new ArrayList<>();
        fields.array(MAX_POSITIONS, () -> positions.add(new PositionBuilder().read(fields)));
        return List.copyOf(positions);
    }

    private static WireInventory inventory(JsonFields fields) throws IOException, SynapseException {
        if (fields.isNull()) {
            return null;
        }
        String place = fields.path();
        String[] amounts = new String[2];
        fields.object(name -> {
            switch (name) {
                case FieldNames.AMOUNT0 -> amounts[0] = fields.once(amounts[0]).amount();
                case FieldNames.AMOUNT1 -> amounts[1] = fields.once(amounts[1]).amount();
                default -> fields.skip();
            }
        });
        require(place, FieldNames.AMOUNT0, amounts[0]);
        require(place, FieldNames.AMOUNT1, amounts[1]);
        return new WireInventory(amounts[0], amounts[1]);
    }

    private static void require(String place, String name, Object value) throws SynapseException {
        if (value == null) {
            throw new SynapseException(place + "." + name, "is missing");
        }
    }

    /** Collects the members of one position. */
    private static final class PositionBuilder {
        private Long lower;
        private Long upper;
        private String allocation0;
        private String allocation1;
        private String confidence;

        WirePosition read(JsonFields fields) throws IOException, SynapseException {
            String place = fields.path();
            fields.object(name -> {
                switch (name) {
                    case FieldNames.TICK_LOWER -> lower = fields.once(lower).integer(-MAX_TICK, MAX_TICK);
                    case FieldNames.TICK_UPPER -> upper = fields.once(upper).integer(-MAX_TICK, MAX_TICK);
                    case FieldNames.ALLOCATION0 ->
                        allocation0 = fields.once(allocation0).amount();
                    case FieldNames.ALLOCATION1 ->
                        allocation1 = fields.once(allocation1).amount();
                    case FieldNames.CONFIDENCE ->
                        confidence = fields.once(confidence).isNull() ? null : fields.number();
                    default -> fields.skip();
                }
            });
            require(place, FieldNames.TICK_LOWER, lower);
            require(place, FieldNames.TICK_UPPER, upper);
            require(place, FieldNames.ALLOCATION0, allocation0);
            require(place, FieldNames.ALLOCATION1, allocation1);
            if (lower >= upper) {
                throw new SynapseException(place + "." + FieldNames.TICK_UPPER, "must be greater than tick_lower");
            }
            return WirePosition.of(lower.intValue(), upper.intValue(), allocation0, allocation1, confidence);
        }
    }
}
