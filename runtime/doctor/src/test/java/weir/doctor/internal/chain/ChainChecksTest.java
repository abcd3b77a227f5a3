package weir.doctor.internal.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.StoredMetagraph;
import weir.doctor.Check;
import weir.doctor.Check.Status;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

class ChainChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final AxonInfo NO_AXON = new AxonInfo(0, 0, BigInteger.ZERO, 0, 0, 0, 0, 0);

    @TempDir
    private Path folder;

    private static Metagraph metagraph(long... stakes) {
        List<Neuron> neurons = new java.util.ArrayList<>();
        for (long stake : stakes) {
            neurons.add(new Neuron(neurons.size(), "5" + neurons.size(), true, 0, 0, stake * 1_000_000_000L, NO_AXON));
        }
        neurons.add(new Neuron(neurons.size(), "5miner", false, 0, 0, Long.MAX_VALUE, NO_AXON));
        return new Metagraph(98, 7_000_000, 50, neurons);
    }

    private Settings settings(String minStake) {
        return Settings.resolve(
                Map.of(Setting.HOME, folder.toString(), Setting.AXON_MIN_STAKE, minStake), Map.of(), folder);
    }

    private Check metagraph(Duration age, boolean isRunning) {
        return ChainChecks.metagraph(
                new Home(folder), Optional.of(new StoredMetagraph(NOW.minus(age), metagraph(1))), isRunning, NOW);
    }

    @Test
    void validatorsWithTheMinimumStakeAreCounted() {
        Check check = ChainChecks.validators(metagraph(999, 1000, 5000), new Home(folder), settings("1000"));
        assertEquals(Status.OK, check.status());
        assertEquals("2 of 3 validators have --axon.min_stake 1000", check.message());
    }

    @Test
    void noValidatorWithTheMinimumStakeIsAFault() {
        Check check = ChainChecks.validators(metagraph(999), new Home(folder), settings("1000"));
        assertEquals(Status.FAULT, check.status());
        assertEquals("Lower --axon.min_stake.", check.remedy());
        assertEquals(
                Status.OK,
                ChainChecks.validators(metagraph(999), new Home(folder), settings("999"))
                        .status());
    }

    @Test
    void oldMetagraphOfARunningHostIsAWarningAndThenAFault() {
        assertEquals(Status.OK, metagraph(Duration.ofMinutes(15), true).status());
        assertEquals(
                "of block 7000000, read 15 min ago",
                metagraph(Duration.ofMinutes(15), true).message());
        assertEquals(Status.WARNING, metagraph(Duration.ofMinutes(16), true).status());
        assertEquals(Status.WARNING, metagraph(Duration.ofMinutes(75), true).status());
        assertEquals(Status.FAULT, metagraph(Duration.ofMinutes(76), true).status());
    }

    @Test
    void oldMetagraphOfAStoppedHostIsNoFault() {
        assertEquals(Status.OK, metagraph(Duration.ofDays(9), false).status());
    }

    @Test
    void missingMetagraphIsAWarningOnlyWhileTheHostRuns() {
        Home home = new Home(folder);
        assertEquals(
                Status.WARNING,
                ChainChecks.metagraph(home, Optional.empty(), true, NOW).status());
        assertEquals(
                Status.OK,
                ChainChecks.metagraph(home, Optional.empty(), false, NOW).status());
    }

    @Test
    void operatorsFileIsNamed() throws Exception {
        Home home = new Home(folder);
        Files.createDirectories(home.metagraph().getParent());
        Files.writeString(home.metagraph(), "{}");
        Check validators = ChainChecks.validators(metagraph(999), home, settings("1000"));
        assertEquals(Status.OK, validators.status(), "the file decides");
        assertTrue(validators.message().endsWith("the host admits those of " + home.metagraph()), validators.message());
        Check check = metagraph(Duration.ofDays(9), true);
        assertEquals(Status.OK, check.status());
        assertTrue(check.message().startsWith(home.metagraph() + " is used instead of the chain"), check.message());
    }

    @Test
    void unreachableChainIsNotCheckedAndNamesTheReason() {
        Check check = ChainChecks.chain(Optional.empty(), "node.example: no answer within 7 s", settings("1"));
        assertEquals(Status.UNCHECKED, check.status());
        assertEquals("no node of the chain has answered: node.example: no answer within 7 s", check.message());
        assertTrue(check.remedy().contains("--subtensor.chain_endpoint"), check.remedy());
        List<Check> others = ChainChecks.withoutMetagraph(true);
        assertEquals(
                List.of("validators", "registration", "address", "incentive", "deregistration"),
                others.stream().map(Check::name).toList());
        assertTrue(others.stream().allMatch(other -> other.status() == Status.UNCHECKED));
        assertEquals(1, ChainChecks.withoutMetagraph(false).size());
    }

    @Test
    void subnetThatDoesNotExistIsAFault() {
        Optional<ChainReading> reading =
                Optional.of(new ChainReading("node.example at block 5", Optional.empty(), Optional.empty()));
        assertEquals(Status.FAULT, ChainChecks.chain(reading, "", settings("1")).status());
        Optional<ChainReading> good =
                Optional.of(new ChainReading("node.example at block 5", Optional.of(metagraph(1)), Optional.empty()));
        Check check = ChainChecks.chain(good, "", settings("1"));
        assertEquals(Check.ok("chain", "node.example at block 5"), check);
        assertFalse(check.message().isEmpty());
    }
}
