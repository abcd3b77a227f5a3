package weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.WeirException;

class StateFormatsTest {

    private static final Map<String, Integer> OLD = Map.of("routes.json", 1, "history/", 1);
    private static final Map<String, Integer> NEW = Map.of("routes.json", 1, "history/", 2, "rounds/", 1);

    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void createHome() throws IOException {
        home = new Home(folder);
        Files.createDirectories(home.data());
    }

    private String stored() throws IOException {
        return Files.readString(home.data().resolve("formats"));
    }

    private void store(String text) throws IOException {
        Files.writeString(home.data().resolve("formats"), text);
    }

    @Test
    void homeOfVersion02IsReadableAndRecorded() throws IOException {
        StateFormats.of(home, OLD).requireReadable();
        assertFalse(Files.exists(home.data().resolve("formats")), "a check writes nothing");
        StateFormats.of(home, OLD).record("0.3.0");
        assertTrue(stored().contains("history/=1\nroutes.json=1\nweir=0.3.0\n"), this::text);
    }

    private String text() {
        try {
            return stored();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void downgradeIsRejectedWithFileFormatAndRemedy() throws IOException {
        StateFormats.of(home, NEW).record("0.4.0");
        String before = stored();
        StateFormats old = StateFormats.of(home, OLD);
        WeirException rejection = assertThrows(WeirException.class, () -> old.record("0.3.0"));
        assertEquals(
                home.data().resolve("history") + " has format 2, and this version of Weir reads formats up to 1",
                rejection.problem());
        assertTrue(rejection.remedy().startsWith("Run Weir 0.4.0 or newer"), rejection.remedy());
        assertThrows(WeirException.class, old::requireReadable);
        assertEquals(before, stored(), "a rejected version writes nothing");
    }

    @Test
    void upgradeKeepsTheFormatsOfFilesThatItDoesNotKnow() throws IOException {
        StateFormats.of(home, Map.of("rounds/", 7)).record("0.5.0");
        StateFormats.of(home, OLD).record("0.3.0");
        assertTrue(stored().contains("rounds/=7\n"), this::text);
        assertThrows(WeirException.class, () -> StateFormats.of(home, NEW).requireReadable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\n",
                "\0\0\0\0",
                "history/=1\n",
                "weir=\nhistory/=1\n",
                "weir=0.3.0\nhistory/=two\n",
                "weir=0.3.0\nhistory/=\n",
                "weir=0.3.0\nhistory/=0\n",
                "weir=0.3.0\nhistory/=-1\n",
                "weir=0.3.0\nhistory/=99999999999\n",
                "weir=0.3.0\nhistory/=\\u00",
                "weir=0.3.0\nunknown/=two\n",
            })
    void damagedListIsAnErrorThatNamesItAndTheRemedy(String text) throws IOException {
        store(text);
        StateFormats formats = StateFormats.of(home, OLD);
        for (Executable use : List.<Executable>of(formats::requireReadable, () -> formats.record("0.3.0"))) {
            WeirException damaged = assertThrows(WeirException.class, use);
            assertTrue(damaged.problem().contains(home.data().resolve("formats").toString()), damaged.problem());
            assertTrue(damaged.remedy().contains("from a backup"), damaged.remedy());
        }
        assertEquals(text, stored(), "a damaged list is not replaced");
    }

    @Test
    void listWithAVersionAndNumbersIsReadable() throws IOException {
        store("weir=0.3.0\nhistory/=1\nunknown/=12\n");
        StateFormats.of(home, OLD).requireReadable();
    }
}
