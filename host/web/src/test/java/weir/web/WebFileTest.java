package weir.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebFileTest {

    @Test
    void chartLibraryIsTheVersionThatWasReviewed() throws Exception {
        assertEquals("7f29cd14e36d84141ab49c5e0a806d88e4d855596a9bc0e10799bc2c114b4c4f", sha256(WebFile.UPLOT));
        assertEquals("df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04", sha256(WebFile.UPLOT_STYLE));
    }

    @ParameterizedTest
    @EnumSource
    void filesCanBeInlinedAndPassAStrictContentSecurityPolicy(WebFile file) {
        String text = file.text();
        assertFalse(text.contains("</script") || text.contains("</style"), file + " would end its element in a report");
        assertFalse(text.contains("eval(") || text.contains("new Function"), file + " would need unsafe-eval");
        assertFalse(text.contains("http://") || text.contains("@import"), file + " would load something");
    }

    @Test
    void reportsCanResolveTheOnlyImport() {
        assertFalse(WebFile.CHART.text().contains("import "), "a report inlines the module");
        assertEquals(2, WebFile.CHARTS.text().split("from \"./chart.js\";|\\bimport \\{").length - 1);
        assertTrue(WebFile.CHARTS.text().contains("export function drawAll"));
    }

    private static String sha256(WebFile file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file.bytes()));
    }
}
