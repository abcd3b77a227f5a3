package weir.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UserHomeTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/other");

    @Test
    void tildeIsTheVariableHomeAndNotJavasUserHome() {
        assertEquals(Path.of("/home/other/.bittensor/wallets"), UserHome.expand("~/.bittensor/wallets", ENVIRONMENT));
        assertEquals(Path.of("/home/other"), UserHome.expand("~", ENVIRONMENT));
    }

    @Test
    void tildeIsJavasUserHomeWithoutTheVariable() {
        Path home = Path.of(System.getProperty("user.home"));
        assertEquals(home.resolve("x"), UserHome.expand("~/x", Map.of()));
        assertEquals(home.resolve("x"), UserHome.expand("~/x", Map.of("HOME", "")));
    }

    @Test
    void otherPathsStayAsTheyAre() {
        assertEquals(Path.of("/x~/a"), UserHome.expand("/x~/a", ENVIRONMENT));
        assertEquals(Path.of("a~"), UserHome.expand("a~", ENVIRONMENT));
    }
}
