package weir.isolation.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PropertyCodecTest {

    private static final Map<String, Object> PROPERTIES = Map.of(
            "text", "\u00e9", "flag", true, "long", Long.MIN_VALUE, "int", 7, "double", 0.1, "float", 2f, "char", 'x');

    @Test
    void eachTypeIsReadAsItWasWritten() {
        assertEquals(PROPERTIES, read(body(PROPERTIES)));
    }

    @Test
    void listsAndArraysBecomeArraysOfTheirType() {
        Map<String, Object> read =
                read(body(Map.of("list", List.of(1L, 2L), "array", new int[] {3}, "none", new String[0])));
        assertArrayEquals(new Long[] {1L, 2L}, (Long[]) read.get("list"));
        assertArrayEquals(new Integer[] {3}, (Integer[]) read.get("array"));
        assertArrayEquals(new String[0], (String[]) read.get("none"));
    }

    @Test
    void valueOfAnotherTypeIsRejected() {
        Map<String, Object> properties = Map.of("object", new Object());
        assertThrows(IllegalArgumentException.class, () -> body(properties));
    }

    @Test
    void damagedPropertiesCauseNoOtherException() {
        SplittableRandom random = new SplittableRandom(18);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = body(PROPERTIES);
            body[random.nextInt(body.length)] = (byte) random.nextInt();
            try {
                read(body);
            } catch (FrameException expected) {
                assertTrue(expected.getMessage().contains(": ")
                        || expected.getMessage().contains("bytes follow"));
            }
        }
    }

    private static byte[] body(Map<String, Object> properties) {
        FrameWriter writer = new FrameWriter();
        PropertyCodec.write(writer, properties);
        return writer.toBody();
    }

    private static Map<String, Object> read(byte[] body) {
        FrameReader reader = new FrameReader(body);
        Map<String, Object> properties = PropertyCodec.read(reader);
        reader.end();
        return properties;
    }
}
