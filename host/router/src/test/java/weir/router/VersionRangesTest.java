package weir.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

class VersionRangesTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.0.1", " 1.0.1 ", "[1.0.1,1.0.1]"})
    void aSingleVersionIsExactlyThatVersion(String text) {
        VersionRange range = VersionRanges.parse(text);
        assertTrue(range.includes(new Version("1.0.1")));
        assertFalse(range.includes(new Version("1.0.2")));
        assertFalse(range.includes(new Version("2.0.0")));
        assertEquals("[1.0.1,1.0.1]", range.toString());
    }

    @Test
    void rangesAreThoseOfOsgi() {
        assertEquals(new VersionRange("[1.0,2.0)"), VersionRanges.parse("[1.0,2.0)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "1..2", "[1.0", "1.0,2.0"})
    void otherTextsAreRejected(String text) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> VersionRanges.parse(text))
                .getMessage()
                .startsWith("'" + text + "' is not a version range; write a version"));
    }
}
