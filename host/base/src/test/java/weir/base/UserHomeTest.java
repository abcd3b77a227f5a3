package weir.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void unknownHomeIsRejectedAndOnlyWhereItIsNeeded() {
        String before = System.setProperty("user.home", "?");
        try {
            WeirException e = assertThrows(WeirException.class, () -> UserHome.expand("~/.weir", Map.of()));
            assertTrue(e.getMessage().contains("home directory is unknown"), e.getMessage());
            assertTrue(e.remedy().contains("--home"), e.remedy());
            assertEquals(Path.of("/data/weir"), UserHome.expand("/data/weir", Map.of()));
            assertEquals(Path.of("/home/other/.weir"), UserHome.expand("~/.weir", ENVIRONMENT));
        } finally {
            System.setProperty("user.home", before);
        }
        assertThrows(WeirException.class, () -> UserHome.expand("~/.weir", Map.of("HOME", "data")));
    }

    @Test
    void otherPathsStayAsTheyAre() {
        assertEquals(Path.of("/x~/a"), UserHome.expand("/x~/a", ENVIRONMENT));
        assertEquals(Path.of("a~"), UserHome.expand("a~", ENVIRONMENT));
    }
}
