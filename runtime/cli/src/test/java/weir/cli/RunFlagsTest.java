package weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.launcher.settings.Setting;

class RunFlagsTest {

    @Test
    void parsesFlagsWithSpaceOrEqualsSign() {
        assertEquals(
                Optional.of(Map.of(Setting.AXON_PORT, "9000", Setting.HOME, "/tmp/a=b", Setting.WALLET_NAME, "w")),
                parse("run", "--axon.port", "9000", "--home=/tmp/a=b", "--wallet.name", "w"));
        assertEquals(Optional.of(Map.of()), parse("run"));
    }

    @Test
    void returnsNothingForOtherArguments() {
        assertEquals(Optional.empty(), parse());
        assertEquals(Optional.empty(), parse("version"));
        assertEquals(Optional.empty(), parse("run", "--help"));
        assertEquals(Optional.empty(), parse("run", "--show-config"));
        assertEquals(Optional.empty(), parse("run", "--axon.prt", "9000"));
        assertEquals(Optional.empty(), parse("run", "--axon.port"));
        assertEquals(Optional.empty(), parse("run", "--axon.port", "--netuid", "98"));
        assertEquals(Optional.empty(), parse("run", "--netuid", "98", "--netuid", "99"));
    }

    private static Optional<Map<Setting, String>> parse(String... args) {
        return RunFlags.parse(args);
    }
}
