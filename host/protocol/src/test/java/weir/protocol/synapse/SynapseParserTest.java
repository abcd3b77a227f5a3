package weir.protocol.synapse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.fixtures.RebalanceBodies.with;
import static weir.fixtures.RebalanceBodies.without;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weir.fixtures.RebalanceBodies;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

/** A body is parsed to a query or rejected with an error that names the field. */
class SynapseParserTest {

    private final SynapseParser parser = new SynapseParser(PriceEncoding.AUTO);

    @Test
    void everyFieldIsRead() throws SynapseException {
        RebalanceQuery query = parse(RebalanceBodies.valid()).query();

        assertEquals("job-1", query.jobId());
        assertEquals("0x11111111111111111111111111111111111111aa", query.snLiquidityManagerAddress());
        assertEquals("0x22222222222222222222222222222222222222bb", query.pairAddress());
        assertEquals(8453, query.chainId());
        assertEquals("r-7", query.roundId());
        assertEquals(RoundType.EVALUATION, query.roundType());
        assertEquals(31_000_000, query.blockNumber());
        assertEquals(List.of(new Position(-400, 400, BigInteger.ONE, BigInteger.TWO)), query.currentPositions());
        assertEquals(
                new Inventory(new BigInteger("1000000000000000000"), BigInteger.valueOf(2_000_000)),
                query.inventoryRemaining());
        assertEquals(0, query.rebalancesSoFar());
        assertEquals(200, query.tickSpacing());
    }

    @Test
    void missingOptionalFieldsGetDefaults() throws SynapseException {
        assertEquals(8453, parse(without("chain_id")).query().chainId());
        assertEquals(200, parse(without("tick_spacing")).query().tickSpacing());
        assertEquals(0, parse(without("rebalances_so_far")).query().rebalancesSoFar());
        assertEquals(
                Inventory.NONE, parse(without("inventory_remaining")).query().inventoryRemaining());
        assertNull(parse(with("inventory_remaining", "null")).inventory);
        assertEquals(
                RoundType.LIVE, parse(with("round_type", "\"live\"")).query().roundType());
    }

    @Test
    void unknownFieldsAreIgnored() throws SynapseException {
        RebalanceRequest request = parse(with("extra", "{\"deep\": [1, {\"er\": null}]}"));
        assertEquals("job-1", request.query().jobId());
        assertFalse(request.fields().members().containsKey("extra"));
    }

    /** The double's exact integer, as Python's {@code int(float)}; ratios as floor(sqrt(ratio) * 2^96). */
    @ParameterizedTest
    @CsvSource({
        "AUTO, 1.4614467034852102e+33, 1461446703485210224604083629588480",
        "AUTO, 7.922816251426434e+28, 79228162514264337593543950336",
        "AUTO, 79228162514264337593543950337, 79228162514264337593543950337",
        "AUTO, 4295128739, 4295128739",
        "AUTO, 1.0, 79228162514264337593543950336",
        "AUTO, 4, 158456325028528675187087900672",
        "AUTO, 0.25, 39614081257132168796771975168",
        "AUTO, 4295128738.0, 5192394443318901412290221125808160",
        "RATIO, 1e10, 7922816251426433759354395033600000",
        "SQRT_PRICE_X96, 4295128739.9, 4295128739",
    })
    void pricesAreReadInEachEncoding(PriceEncoding encoding, String number, BigInteger sqrtPriceX96)
            throws SynapseException {
        RebalanceQuery query = parse(encoding, with("current_price", number)).query();
        assertEquals(sqrtPriceX96, query.currentPrice().sqrtPriceX96());
    }

    @Test
    void fixedEncodingRejectsTheOther() {
        SynapseException fault = assertThrows(
                SynapseException.class, () -> parse(PriceEncoding.SQRT_PRICE_X96, with("current_price", "0.5")));
        assertEquals("current_price", fault.field());
        assertEquals(PriceEncoding.RATIO, PriceEncoding.named("ratio"));
        assertThrows(IllegalArgumentException.class, () -> PriceEncoding.named("guess"));
    }

    @ParameterizedTest
    @MethodSource("weir.fixtures.InvalidBodies#all")
    void errorsNameTheInvalidField(String body, String field) {
        SynapseException fault = assertThrows(SynapseException.class, () -> parse(body));
        assertTrue(fault.field().startsWith(field), fault::getMessage);
        assertTrue(fault.field().length() <= field.length() || !field.equals("body"), fault::getMessage);
    }

    @Test
    void invalidUtf8IsRejected() {
        byte[] body = {'{', '"', (byte) 0xc3, '"', '}'};
        SynapseException invalid = assertThrows(SynapseException.class, () -> parser.parseRebalanceQuery(body));
        assertEquals("body: is not valid UTF-8", invalid.getMessage());
    }

    @Test
    void replacementCharactersThatWereSentAreKept() throws SynapseException {
        assertEquals("a\ufffd", parse(with("job_id", "\"a\ufffd\"")).query().jobId());
    }

    private RebalanceRequest parse(String body) throws SynapseException {
        return parser.parseRebalanceQuery(body.getBytes(StandardCharsets.UTF_8));
    }

    private static RebalanceRequest parse(PriceEncoding encoding, String body) throws SynapseException {
        return new SynapseParser(encoding).parseRebalanceQuery(body.getBytes(StandardCharsets.UTF_8));
    }
}
