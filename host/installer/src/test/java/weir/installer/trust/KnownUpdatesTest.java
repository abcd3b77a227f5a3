package weir.installer.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.base.WeirException;

class KnownUpdatesTest {

    @TempDir
    Path data;

    @Test
    void resultOfACheckIsReadAgain() throws IOException {
        assertEquals(Optional.empty(), KnownUpdates.read(data));
        KnownUpdates known = new KnownUpdates(
                Instant.parse("2026-11-30T07:00:00Z"),
                List.of(new KnownUpdates.Update(
                        "my.hold",
                        new Version(1, 0, 0),
                        new Version(1, 1, 0),
                        "alice",
                        "5Alice",
                        "my.hold 1.0.0 -> 1.1.0")),
                List.of("bob cannot be reached"));
        known.write(data);
        assertEquals(Optional.of(known), KnownUpdates.read(data));
    }

    @Test
    void damagedFileNamesItsRemedy() throws IOException {
        for (String content : List.of("", "[]", "{}", "{\"format\": 2}", "{\"format\": 1, \"checked\": \"today\"}")) {
            Files.writeString(data.resolve("updates.json"), content);
            WeirException problem = assertThrows(WeirException.class, () -> KnownUpdates.read(data), content);
            assertTrue(problem.getMessage().contains("updates.json cannot be read"), problem.getMessage());
            assertTrue(problem.remedy().contains("weir update --check"), problem.remedy());
        }
    }
}
