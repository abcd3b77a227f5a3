package weir.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseVariableTest {

    @TempDir
    Path folder;

    @Test
    void environmentTakesPrecedenceOverTheFile() throws IOException {
        assertEquals("", DatabaseVariable.value(Map.of(), folder));
        Files.writeString(folder.resolve(".env"), "DB_CONNECTION_STRING=postgresql://file/d\n");
        assertEquals("postgresql://file/d", DatabaseVariable.value(Map.of(DatabaseVariable.NAME, ""), folder));
        assertEquals(
                "postgresql://env/d",
                DatabaseVariable.value(Map.of(DatabaseVariable.NAME, "postgresql://env/d"), folder));
    }
}
