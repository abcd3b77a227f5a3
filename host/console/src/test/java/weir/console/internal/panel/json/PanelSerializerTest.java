package weir.console.internal.panel.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PanelSerializerTest {

    private final PanelSerializer serializer = new PanelSerializer();

    @Test
    void panelThatFailsSaysSoAndIsBuiltAgain() {
        assertEquals("[1]", serializer.serialize("good", () -> List.of(1)));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertEquals(
                    "{\"failure\":\"java.lang.StackOverflowError: of this test\"}", serializer.serialize("bad", () -> {
                        throw new StackOverflowError("of this test");
                    }));
        }
        assertEquals("{\"a\":1}", serializer.serialize("bad", () -> Map.of("a", 1)));
    }

    @Test
    void panelIsBuiltAgainOnlyAfterAChangeOrAFailure() {
        assertEquals("\"a\"", serializer.serialize("panel", 1, () -> "a"));
        assertEquals("\"a\"", serializer.serialize("panel", 1, () -> "b"));
        assertEquals("\"b\"", serializer.serialize("panel", 2, () -> "b"));
        serializer.serialize("panel", 3, () -> {
            throw new IllegalStateException("of this test");
        });
        assertEquals("\"c\"", serializer.serialize("panel", 3, () -> "c"));
    }
}
