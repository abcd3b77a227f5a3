package weir.protocol.synapse;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weir.protocol.internal.StrictJsonReader;
import weir.protocol.synapse.RebalanceRequest.WireInventory;
import weir.protocol.synapse.RebalanceRequest.WirePosition;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** Builds a {@link RebalanceRequest} from JSON members in any order. Not thread-safe. */
final class RebalanceRequestBuilder {

    private static final int MAX_POSITIONS = 256;
    private static final int MAX_ID_CHARS = 256;
    private static final int MAX_TICK = 887_272;
    private static final int MAX_TICK_SPACING = 16_384;

    private final PriceEncoding priceEncoding;
    private final SynapseFields commonFields = new SynapseFields();
    private final Set<String> readMembers = new HashSet<>();

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

    /** Reads the value of one member. Skips unknown members, and those of a response. */
    void readMember(String name, StrictJsonReader fields) throws IOException, SynapseException {
        switch (name) {
            case FieldNames.JOB_ID -> jobId = once(name, fields).readString(MAX_ID_CHARS);
            case FieldNames.VAULT -> vault = once(name, fields).readAddress();
            case FieldNames.PAIR -> pair = once(name, fields).readAddress();
            case FieldNames.CHAIN_ID -> chainId = once(name, fields).readInteger(1, Long.MAX_VALUE);
            case FieldNames.ROUND_ID -> roundId = once(name, fields).readString(MAX_ID_CHARS);
            case FieldNames.ROUND_TYPE -> roundType = readRoundType(once(name, fields));
            case FieldNames.BLOCK_NUMBER -> blockNumber = once(name, fields).readInteger(0, Long.MAX_VALUE);
            case FieldNames.CURRENT_PRICE -> {
                currentPrice = once(name, fields).readNumber();
                price = priceEncoding.decode(currentPrice);
            }
            case FieldNames.CURRENT_POSITIONS -> positions = readPositions(once(name, fields));
            case FieldNames.INVENTORY_REMAINING -> inventory = readInventory(once(name, fields));
            case FieldNames.REBALANCES_SO_FAR ->
                rebalancesSoFar = (int) once(name, fields).readInteger(0, Integer.MAX_VALUE);
            case FieldNames.TICK_SPACING ->
                tickSpacing = (int) once(name, fields).readInteger(1, MAX_TICK_SPACING);
            default -> SynapseParser.readCommon(name, fields, commonFields);
        }
    }

    RebalanceRequest build() throws SynapseException {
        for (String name : FieldNames.REQUIRED) {
            if (!readMembers.contains(name)) {
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
        return new RebalanceRequest(query, vault, pair, currentPrice, positions, inventory, commonFields);
    }

    /** Rejects a duplicate member, because the protocol does not say which one counts. */
    private StrictJsonReader once(String name, StrictJsonReader fields) throws SynapseException {
        if (!readMembers.add(name)) {
            throw fields.error("is given twice");
        }
        return fields;
    }

    private static RoundType readRoundType(StrictJsonReader fields) throws IOException, SynapseException {
        return switch (fields.readString(MAX_ID_CHARS)) {
            case "evaluation" -> RoundType.EVALUATION;
            case "live" -> RoundType.LIVE;
            default -> throw fields.error("must be evaluation or live");
        };
    }

    private static List<WirePosition> readPositions(StrictJsonReader fields) throws IOException, SynapseException {
        List<WirePosition> positions = new ArrayList<>();
        fields.readArray(MAX_POSITIONS, () -> positions.add(new PositionBuilder().read(fields)));
        return List.copyOf(positions);
    }

    private static WireInventory readInventory(StrictJsonReader fields) throws IOException, SynapseException {
        if (fields.skipIfNull()) {
            return null;
        }
        String path = fields.path();
        String[] amounts = new String[2];
        fields.readObject(name -> {
            switch (name) {
                case FieldNames.AMOUNT0 ->
                    amounts[0] = fields.rejectDuplicate(amounts[0]).readAmount();
                case FieldNames.AMOUNT1 ->
                    amounts[1] = fields.rejectDuplicate(amounts[1]).readAmount();
                default -> fields.skip();
            }
        });
        require(path, FieldNames.AMOUNT0, amounts[0]);
        require(path, FieldNames.AMOUNT1, amounts[1]);
        return new WireInventory(amounts[0], amounts[1]);
    }

    private static void require(String path, String name, Object value) throws SynapseException {
        if (value == null) {
            throw new SynapseException(path + "." + name, "is missing");
        }
    }

    /** Builds one position from JSON members in any order. */
    private static final class PositionBuilder {
        private Long lower;
        private Long upper;
        private String allocation0;
        private String allocation1;
        private String confidence;

        WirePosition read(StrictJsonReader fields) throws IOException, SynapseException {
            String path = fields.path();
            fields.readObject(name -> {
                switch (name) {
                    case FieldNames.TICK_LOWER ->
                        lower = fields.rejectDuplicate(lower).readInteger(-MAX_TICK, MAX_TICK);
                    case FieldNames.TICK_UPPER ->
                        upper = fields.rejectDuplicate(upper).readInteger(-MAX_TICK, MAX_TICK);
                    case FieldNames.ALLOCATION0 ->
                        allocation0 = fields.rejectDuplicate(allocation0).readAmount();
                    case FieldNames.ALLOCATION1 ->
                        allocation1 = fields.rejectDuplicate(allocation1).readAmount();
                    case FieldNames.CONFIDENCE ->
                        confidence = fields.rejectDuplicate(confidence).skipIfNull() ? null : fields.readNumber();
                    default -> fields.skip();
                }
            });
            require(path, FieldNames.TICK_LOWER, lower);
            require(path, FieldNames.TICK_UPPER, upper);
            require(path, FieldNames.ALLOCATION0, allocation0);
            require(path, FieldNames.ALLOCATION1, allocation1);
            if (lower >= upper) {
                throw new SynapseException(path + "." + FieldNames.TICK_UPPER, "must be greater than tick_lower");
            }
            return WirePosition.of(lower.intValue(), upper.intValue(), allocation0, allocation1, confidence);
        }
    }
}
