package weir.doctor.internal.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.Registration;
import weir.chain.Registrations;
import weir.doctor.Check;
import weir.doctor.Check.Status;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

class MinerChecksTest {

    private static final String HOTKEY = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final String OTHER = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final long BLOCK = 10_000;
    private static final long IMMUNITY = 5_000;
    private static final BigInteger PUBLIC = BigInteger.valueOf(0xCB007107L); // 203.0.113.7

    @TempDir
    private Path home;

    /** Neurons of the subnet; that of the miner has uid 0. */
    private int neurons = 10;

    private int maxNeurons = 10;
    private Registration registration = new Registration(1, 655, 1_000);
    private AxonInfo axon = new AxonInfo(900, 1, PUBLIC, 8091, 4, 4, 0, 0);
    private List<Integer> exempt = List.of();
    private boolean hasRegistrations = true;
    private Set<String> ownAddresses = Set.of("203.0.113.7", "127.0.0.1");

    private Check check(String name, String... settings) {
        return new MinerChecks(metagraph(), HOTKEY, settings(settings), ownAddresses)
                .all().stream()
                        .filter(check -> check.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private Settings settings(String... texts) {
        Map<Setting, String> flags = new java.util.EnumMap<>(Setting.class);
        flags.put(Setting.HOME, home.toString());
        flags.put(Setting.HOTKEY, HOTKEY);
        for (String text : texts) {
            for (Setting setting : Setting.values()) {
                if (text.startsWith(setting.key() + "=")) {
                    flags.put(setting, text.substring(setting.key().length() + 1));
                }
            }
        }
        return Settings.resolve(flags, Map.of(), home);
    }

    private Metagraph metagraph() {
        List<Neuron> rows = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        for (int uid = 0; uid < neurons; uid++) {
            rows.add(new Neuron(uid, uid == 0 ? HOTKEY : OTHER + uid, false, 0, 0, 0, axon));
            registrations.add(uid == 0 ? registration : new Registration(1, 100, 100L * uid));
        }
        return new Metagraph(
                98,
                BLOCK,
                50,
                rows,
                hasRegistrations
                        ? Optional.of(new Registrations(maxNeurons, IMMUNITY, exempt, registrations))
                        : Optional.empty());
    }

    @Test
    void registeredHotkeyHasAUid() {
        assertEquals(Check.ok("registration", "UID 0 in subnet 98"), check("registration"));
    }

    @Test
    void hotkeyThatIsNotRegisteredIsAFaultAndNothingElseIsChecked() {
        List<Check> checks = new MinerChecks(metagraph(), OTHER, settings(), Set.of()).all();
        assertEquals(1, checks.size());
        assertEquals(Status.FAULT, checks.get(0).status());
        assertTrue(
                checks.get(0).remedy().contains("btcli subnet register --netuid 98"),
                checks.get(0).remedy());
    }

    @Test
    void publishedAddressOfThisMachineIsOk() {
        assertEquals(Status.OK, check("address").status());
        assertEquals(
                "published as 203.0.113.7:8091, listening on 0.0.0.0:8091",
                check("address").message());
        assertEquals(Status.OK, check("address", "axon.ip=203.0.113.7").status());
        ownAddresses = Set.of();
        assertEquals(Status.OK, check("address", "axon.external_ip=203.0.113.7").status());
        assertEquals(
                Status.OK,
                check("address", "axon.external_ip=203.0.113.7", "axon.port=9000", "axon.external_port=8091")
                        .status());
    }

    @Test
    void otherPublishedAddressIsAFault() {
        for (String[] settings : new String[][] {
            {"axon.port=9000"},
            {"axon.ip=127.0.0.1"},
            {"axon.external_ip=203.0.113.8"},
            {"axon.external_ip=203.0.113.7", "axon.external_port=9000"}
        }) {
            Check check = check("address", settings);
            assertEquals(Status.FAULT, check.status(), String.join(" ", settings));
            assertTrue(check.message().startsWith("on chain 203.0.113.7:8091, serving "), check.message());
            assertTrue(check.remedy().contains("weir serve-axon"), check.remedy());
        }
    }

    @Test
    void addressBehindARouterCannotBeComparedWithoutASetting() {
        ownAddresses = Set.of("10.0.0.5");
        Check check = check("address");
        assertEquals(Status.WARNING, check.status());
        assertTrue(check.remedy().contains("--axon.external_ip 203.0.113.7"), check.remedy());
    }

    @Test
    void registeredHotkeyWithoutAnAddressIsAFault() {
        axon = new AxonInfo(0, 0, BigInteger.ZERO, 0, 0, 0, 0, 0);
        assertEquals(Status.FAULT, check("address").status());
        assertEquals("Run `weir serve-axon`.", check("address").remedy());
    }

    @Test
    void incentiveIsShownAndNoneIsAWarningAfterImmunity() {
        Check check = check("incentive");
        assertEquals(Status.OK, check.status());
        assertEquals("1.00 % of the incentive of all miners, emission 0.000 in the last epoch", check.message());
        registration = new Registration(1, 0, 0);
        assertEquals(Status.WARNING, check("incentive").status());
        registration = new Registration(BLOCK - 10, 0, 0);
        assertEquals(Status.OK, check("incentive").status());
    }

    @Test
    void minerAtTheDeregistrationEdgeIsWarned() {
        // Uids 1 to 19 have the emissions 100 to 1900.
        neurons = 20;
        maxNeurons = 20;
        registration = new Registration(1, 1, 1_050);
        assertEquals(
                Check.ok("deregistration", "10 of 20 neurons would lose their UID before this one"),
                check("deregistration"));
        registration = new Registration(1, 1, 950);
        Check check = check("deregistration");
        assertEquals(Status.WARNING, check.status());
        assertTrue(check.message().startsWith("9 of 20 neurons would lose their UID before this one"), check.message());
    }

    @Test
    void immuneExemptAndNotFullSubnetsAreNoEdge() {
        registration = new Registration(BLOCK - IMMUNITY + 600, 0, 0);
        assertEquals(
                "immune for 600 blocks (2 h); 9 of 10 neurons would lose their UID before this one",
                check("deregistration").message());
        registration = new Registration(1, 0, 0);
        maxNeurons = 256;
        assertEquals(Status.OK, check("deregistration").status());
        assertTrue(check("deregistration").message().startsWith("none until the subnet has 256 neurons"));
        exempt = List.of(0);
        assertEquals(Status.OK, check("deregistration").status());
    }

    @Test
    void unknownRegistrationsAreNotChecked() {
        hasRegistrations = false;
        assertEquals(Status.UNCHECKED, check("incentive").status());
        assertEquals(Status.UNCHECKED, check("deregistration").status());
        assertEquals(Status.OK, check("registration").status());
    }
}
