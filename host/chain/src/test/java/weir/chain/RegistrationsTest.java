package weir.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RegistrationsTest {

    private static final long IMMUNITY = 5_000;
    private static final long NOW = 10_000;

    private static Registrations of(Registration... registrations) {
        return new Registrations(registrations.length, IMMUNITY, List.of(), List.of(registrations));
    }

    private static Registration at(long block, long emission) {
        return new Registration(block, 0, emission);
    }

    private static List<Integer> ranks(Registrations registrations) {
        return java.util.stream.IntStream.range(0, registrations.byUid().size())
                .mapToObj(uid -> registrations.deregisteredBefore(uid, NOW).orElse(-1))
                .toList();
    }

    @Test
    void lowestEmissionIsDeregisteredFirst() {
        assertEquals(List.of(2, 0, 1), ranks(of(at(1, 30), at(2, 10), at(3, 20))));
    }

    @Test
    void immuneNeuronsAreDeregisteredLast() {
        // 5001 + 5000 is the first block without immunity.
        assertEquals(List.of(2, 0, 1), ranks(of(at(5_001, 0), at(5_000, 10), at(4_000, 20))));
        assertEquals(10_001, of(at(5_001, 0)).immunityEnd(0));
    }

    @Test
    void earlierRegistrationDecidesBetweenEqualEmissionsAndThenTheUid() {
        assertEquals(List.of(2, 0, 1), ranks(of(at(7, 5), at(3, 5), at(3, 5))));
    }

    @Test
    void hotkeyOfTheOwnerIsNeverDeregistered() {
        Registrations registrations =
                new Registrations(3, IMMUNITY, List.of(1), List.of(at(1, 30), at(2, 0), at(3, 20)));
        assertEquals(OptionalInt.empty(), registrations.deregisteredBefore(1, NOW));
        assertEquals(List.of(1, -1, 0), ranks(registrations));
    }

    @Test
    void subnetIsFullAtItsMaximum() {
        assertTrue(of(at(1, 1)).isFull());
        assertFalse(new Registrations(2, IMMUNITY, List.of(), List.of(at(1, 1))).isFull());
    }

    @Test
    void incentiveAndEmissionAreScaled() {
        Registration registration = new Registration(1, 65_535, 1_500_000_000L);
        assertEquals(1, registration.incentiveShare());
        assertEquals(1.5, registration.emissionTokens());
    }

    @Test
    void metagraphRequiresARegistrationForEachNeuron() {
        Optional<Registrations> one = Optional.of(of(at(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> new Metagraph(98, 1, 50, List.of(), one));
    }
}
