package weir.runner.fence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The numbers of system calls on a processor architecture, from the two tables beside this class. Immutable. */
final class Architecture {

    private final int audit;
    private final Map<String, Integer> permitted;
    private final Map<String, Integer> guarded;

    private Architecture(int audit, int column) {
        this.audit = audit;
        permitted = read("system-calls.txt", column);
        guarded = read("guarded-system-calls.txt", column);
    }

    /** @throws FenceException if this machine has another architecture than x86-64 and aarch64 */
    static Architecture ofThisMachine() {
        return of(System.getProperty("os.arch"));
    }

    static Architecture of(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> new Architecture(0xC000003E, 1);
            case "aarch64" -> new Architecture(0xC00000B7, 2);
            default -> throw new FenceException("there is no fence for the processor architecture " + name);
        };
    }

    /** Reads a column of the table: name, number on x86-64, number on aarch64; a dash if there is none. */
    private static Map<String, Integer> read(String file, int column) {
        Map<String, Integer> numbers = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Architecture.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(" +");
                if (!line.startsWith("#") && !fields[column].equals("-")) {
                    numbers.put(fields[0], Integer.valueOf(fields[column]));
                }
            }
        } catch (IOException e) {
            throw new FenceException("the table of system calls cannot be read: " + e);
        }
        return Map.copyOf(numbers);
    }

    /** Names of the system calls that a fenced process may make with any arguments. */
    Set<String> permitted() {
        return permitted.keySet();
    }

    /** Whether the architecture has the system call; aarch64 has no {@code open}, for example. */
    boolean has(String systemCall) {
        return guarded.containsKey(systemCall) || permitted.containsKey(systemCall);
    }

    int number(String systemCall) {
        Integer number = guarded.get(systemCall);
        return number != null ? number : permitted.get(systemCall);
    }

    /** The value of {@code AUDIT_ARCH_…} for filters. */
    int audit() {
        return audit;
    }
}
