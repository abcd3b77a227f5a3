package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.Neuron;
import weir.chain.Registration;
import weir.chain.Registrations;

class ChainFilesTest {

    private static final Neuron NEURON = new Neuron(
            0,
            SyntheticMetagraph.HOTKEY,
            true,
            1,
            2,
            3,
            new AxonInfo(900, 1, BigInteger.valueOf(0xCB007107L), 8091, 4, 4, 0, 0));
    private static final Registrations REGISTRATIONS =
            new Registrations(256, 5_000, List.of(0), List.of(new Registration(900, 1_000, 70_000_000)));

    @TempDir
    private Path folder;

    private Optional<Metagraph> stored() {
        return new ChainFiles(folder).readMetagraph(Optional.empty(), 98).map(Snapshot::metagraph);
    }

    private void write(Optional<Registrations> registrations) {
        Metagraph metagraph = new Metagraph(98, 1_000, 50, List.of(NEURON), registrations);
        new ChainFiles(folder).writeMetagraph(new Snapshot(FakeNode.GENESIS, "0x00", 293, Instant.EPOCH, metagraph));
    }

    private void edit(java.util.function.Consumer<JsonObject> change) throws IOException {
        Path file = folder.resolve("metagraph.json");
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        change.accept(json);
        Files.writeString(file, json.toString());
    }

    @Test
    void metagraphIsReadAsItWasWritten() {
        write(Optional.of(REGISTRATIONS));
        Metagraph metagraph = stored().orElseThrow();
        assertEquals(1_000, metagraph.block());
        assertEquals(List.of(NEURON), metagraph.neurons());
        assertEquals(Optional.of(REGISTRATIONS), metagraph.registrations());
    }

    @Test
    void fileWithoutRegistrationsIsRead() throws IOException {
        write(Optional.empty());
        assertTrue(stored().orElseThrow().registrations().isEmpty());
        write(Optional.of(REGISTRATIONS));
        edit(json -> json.remove("registrations"));
        assertEquals(List.of(NEURON), stored().orElseThrow().neurons());
    }

    @Test
    void fileWithDamagedRegistrationsIsNotUsed() throws IOException {
        for (String registrations : List.of("{}", "[]", "\"text\"", "{\"exemptUids\": [], \"byUid\": []}")) {
            write(Optional.of(REGISTRATIONS));
            edit(json -> json.add("registrations", JsonParser.parseString(registrations)));
            assertTrue(stored().isEmpty(), registrations);
        }
    }
}
