package weir.chain;

import java.util.List;
import java.util.Map;

/**
 * A decoded value of an enum type of the chain.
 *
 * @param name name of the variant
 * @param fields the variant's fields: an empty list if it has none, a list in their order if they have no names, otherwise a map by name
 */
public record EnumValue(String name, Object fields) {

    /** Returns the fields by name; empty if the variant has no named fields. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> named() {
        return fields instanceof Map ? (Map<String, Object>) fields : Map.of();
    }

    /** Returns the fields in their order; empty if the variant has none or if they have names. */
    @SuppressWarnings("unchecked")
    public List<Object> unnamed() {
        return fields instanceof List ? (List<Object>) fields : List.of();
    }
}
