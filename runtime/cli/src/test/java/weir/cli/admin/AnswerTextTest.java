package weir.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class AnswerTextTest {

    @Test
    void tellsHowManyBundlesAreFreed() {
        assertEquals("classes of 2 of 2 uninstalled since the start are freed", AnswerText.unloading(json(2, 2)));
        assertEquals(
                "classes of 1 of 2 uninstalled since the start are freed; this takes some seconds: see `weir strategies`"
                        + " and the log",
                AnswerText.unloading(json(2, 1)));
    }

    private static JsonObject json(int uninstalled, int freed) {
        return JsonParser.parseString("{\"uninstalled\": " + uninstalled + ", \"freed\": " + freed + ", \"leaks\": []}")
                .getAsJsonObject();
    }
}
