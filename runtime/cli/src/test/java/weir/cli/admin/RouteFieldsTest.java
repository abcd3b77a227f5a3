package weir.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteFieldsTest {

    @Test
    void valuesAreParsedAsNumbersListsOrText() {
        assertJson("{'parameters': {'width': 600}}", Map.of("parameters.width", "600"));
        assertJson("{'parameters': {'fee': 0.25}}", Map.of("parameters.fee", "0.25"));
        assertJson("{'parameters': {'deep': true}}", Map.of("parameters.deep", "true"));
        assertJson("{'parameters': {'name': 'a b'}}", Map.of("parameters.name", "a b"));
        assertJson("{'roundTypes': ['live']}", Map.of("roundTypes", "[\"live\"]"));
        assertJson("{'chain': 8453}", Map.of("chain", "8453"));
    }

    @Test
    void textFieldsAreNeverParsed() {
        assertJson("{'versions': '1.0'}", Map.of("versions", "1.0"));
        assertJson("{'versions': '[1.0,2.0)'}", Map.of("versions", "[1.0,2.0)"));
        assertJson("{'pair': '0xabc'}", Map.of("pair", "0xabc"));
    }

    @Test
    void emptyValueRemovesTheField() {
        assertJson("{'vault': null}", Map.of("vault", ""));
        assertJson("{'filter': {'maxRebalances': null}}", Map.of("filter.maxRebalances", ""));
    }

    @Test
    void onlyFilterAndParametersHaveNestedFields() {
        assertJson("{'parameters': {'a.b': 1}}", Map.of("parameters.a.b", "1"));
        assertJson("{'other.x': 1}", Map.of("other.x", "1"));
    }

    private static void assertJson(String expected, Map<String, String> fields) {
        assertEquals(JsonParser.parseString(expected), RouteFields.json(fields));
    }
}
