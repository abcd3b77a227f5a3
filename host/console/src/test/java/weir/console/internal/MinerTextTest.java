package weir.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.Registration;
import weir.chain.Registrations;
import weir.chain.ServedAddress;

class MinerTextTest {

    private static final String HOTKEY = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final AxonInfo NOT_PUBLISHED = new AxonInfo(0, 0, BigInteger.ZERO, 0, 0, 0, 0, 0);
    private static final AxonInfo PUBLISHED = new AxonInfo(900, 1, BigInteger.valueOf(0xCB007107L), 8091, 4, 4, 0, 0);

    private static final ServedAddress SERVED = ServedAddress.of("", 8091);

    private static List<String> lines(AxonInfo axon, Optional<Registrations> registrations) {
        return lines(axon, registrations, SERVED);
    }

    private static List<String> lines(AxonInfo axon, Optional<Registrations> registrations, ServedAddress served) {
        Neuron miner = new Neuron(0, HOTKEY, false, 0, 0, 0, axon);
        Neuron rich = new Neuron(1, "5rich", true, 0, 0, 1_000_000_000_000L, NOT_PUBLISHED);
        Neuron poor = new Neuron(2, "5poor", true, 0, 0, 999_000_000_000L, NOT_PUBLISHED);
        return MinerText.lines(
                HOTKEY,
                Optional.of(new Metagraph(98, 10_000, 50, List.of(miner, rich, poor), registrations)),
                1000,
                served);
    }

    private static Optional<Registrations> registrations(long minersBlock) {
        return Optional.of(new Registrations(
                3,
                5_000,
                List.of(),
                List.of(
                        new Registration(minersBlock, 655, 50),
                        new Registration(1, 0, 10),
                        new Registration(1, 0, 90))));
    }

    @Test
    void registeredMinerIsShownInTwoLines() {
        assertEquals(
                List.of(
                        "miner " + HOTKEY + " has UID 0 in subnet 98 at block 10000, published as 203.0.113.7:8091",
                        "1 validators have the minimum stake; incentive 1.00 %, 1 neurons would lose their UID before it;"
                                + " `weir doctor` checks more"),
                lines(PUBLISHED, registrations(1)));
    }

    @Test
    void rankOfAnImmuneMinerIsNotShown() {
        assertTrue(lines(PUBLISHED, registrations(9_000)).get(1).contains("incentive 1.00 %; `weir doctor`"));
        assertTrue(lines(PUBLISHED, Optional.empty()).get(1).contains("minimum stake; `weir doctor`"));
    }

    @Test
    void minerWithoutAddressOrRegistrationGetsARemedy() {
        assertTrue(
                lines(NOT_PUBLISHED, registrations(1)).get(0).endsWith("no address on chain: run `weir serve-axon`"));
        List<String> other = MinerText.lines("5other", Optional.of(new Metagraph(98, 7, 50, List.of())), 1000, SERVED);
        assertEquals(1, other.size());
        assertTrue(other.get(0).contains("is not registered in subnet 98 at block 7"), other.get(0));
    }

    @Test
    void publishedAddressThatIsNotServedGetsARemedy() {
        assertEquals(
                "miner " + HOTKEY + " has UID 0 in subnet 98 at block 10000,"
                        + " on chain 203.0.113.7:8091, serving 203.0.113.8:8091: run `weir serve-axon`",
                lines(PUBLISHED, registrations(1), ServedAddress.of("203.0.113.8", 8091))
                        .get(0));
    }

    @Test
    void chainThatWasNeverReadIsNamed() {
        List<String> lines = MinerText.lines(HOTKEY, Optional.empty(), 1000, SERVED);
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains("the chain was not read yet"), lines.get(0));
    }
}
