package weir.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class UnloadingTest {

    @Test
    void saysHowManyAreFreed() {
        assertEquals("classes of 2 of 2 uninstalled since the start are freed", Unloading.words(json(2, 2)));
        assertEquals(
                "classes of 1 of 2 uninstalled since the start are freed; it takes some seconds, `weir strategies` and"
                        + " the log tell",
                Unloading.words(json(2, 1)));
    }

    private static JsonObject json(int uninstalled, int freed) {
        return JsonParser.parseString("{\"uninstalled\": " + uninstalled + ", \"freed\": " + freed + ", \"leaks\": []}")
                .getAsJsonObject();
    }
}
