package weir.chain.internal.override;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The metagraph file is read again after a change; invalid content does not replace valid content. */
class MetagraphFileTest extends MetagraphFileFixture {

    /** The thread that reads the file holds the monitor while its file system hangs; no request needs it. */
    @Test
    void lookupsDoNotWaitForAHangingFileSystem() throws Exception {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        nanoTime.addAndGet(Duration.ofSeconds(40).toNanos());
        CompletableFuture<Optional<Entry>> found;
        CompletableFuture<List<String>> problems;
        synchronized (metagraph) {
            found = CompletableFuture.supplyAsync(() -> inForce(metagraph, HOTKEY));
            problems = CompletableFuture.supplyAsync(metagraph::problems);
            assertEquals(Optional.of(new Entry(true, 5000)), found.get(10, TimeUnit.SECONDS));
            assertTrue(problems.get(10, TimeUnit.SECONDS).get(0).contains("has not been read for 40 s"));
        }
        metagraph.refresh();
        assertEquals(List.of(), metagraph.problems());
    }

    @Test
    void changedFileIsReadAgain() throws IOException {
        Path file = folder.resolve("metagraph.json");
        MetagraphFile metagraph = read(file);
        assertEquals(Optional.empty(), metagraph.metagraph());
        assertEquals(List.of(), metagraph.problems(), "the chain is used");

        Files.writeString(file, neuron("true", "5000"));
        assertEquals(Optional.empty(), inForce(metagraph, HOTKEY), "a lookup does not read the file");
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        assertEquals(List.of(), metagraph.problems());

        Files.writeString(file, neuron("false", "5000.25"));
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(false, 5000.25)), inForce(metagraph, HOTKEY));
    }

    @Test
    void invalidFileKeepsTheLastValidContent() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        for (String broken : new String[] {
            "",
            "[]",
            "{",
            "{}",
            "{\"neurons\": 7}",
            "{\"neurons\": []} {}",
            neuron("true", "5000").substring(1)
        }) {
            Files.writeString(file, broken);
            refresh(metagraph);
            assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY), broken);
            assertTrue(metagraph.problems().toString().contains("stays in force"), broken);
        }
    }

    /** A directory in its place, or bytes that are not UTF-8, cannot be read by any user. */
    @Test
    void unreadableFileKeepsTheLastValidContent() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals(1, checkTenTimes(metagraph), "log lines");
        assertTrue(metagraph.problems().toString().contains("cannot be read"));

        Files.delete(file);
        Files.write(file, new byte[] {'{', (byte) 0xff});
        assertEquals(1, checkTenTimes(metagraph), "log lines");
        assertTrue(metagraph.problems().toString().contains("stays in force"));

        Files.writeString(file, neuron("true", "6000"));
        refresh(metagraph);
        assertEquals(List.of(), metagraph.problems(), "valid again");
        assertEquals(Optional.of(new Entry(true, 6000)), inForce(metagraph, HOTKEY));
    }

    /** Reading a pipe would wait for a writer. */
    @Test
    void pipeInPlaceOfTheFileIsReported() throws Exception {
        Path file = folder.resolve("metagraph.json");
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        MetagraphFile metagraph = read(file);
        assertTrue(
                metagraph.problems().toString().contains("it is not a regular file"), metagraph.problems()::toString);
    }

    /** A tool removes the file and then copies the new one. */
    @Test
    void missingFileKeepsItsContentForAMinute() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true", "5000"));
        MetagraphFile metagraph = read(file);
        Files.delete(file);
        for (int i = 0; i < 29; i++) {
            refresh(metagraph);
            assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
            assertTrue(metagraph.problems().toString().contains("is missing; its last content stays in force"));
        }
        Files.writeString(file, neuron("true", "5000"));
        refresh(metagraph);
        assertEquals(List.of(), metagraph.problems());
        Files.delete(file);
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        Duration pause = metagraph.refresh();
        assertTrue(pause.compareTo(MISSING_GRACE) <= 0, pause::toString);
        nanoTime.addAndGet(MISSING_GRACE.toNanos());
        metagraph.refresh();
        assertEquals(Optional.empty(), metagraph.metagraph());
        assertEquals(List.of(), metagraph.problems());
    }

    /** {@code rsync -t} and {@code cp -p} keep the time, and may keep the file's number. */
    @Test
    void otherContentOfEqualSizeAndTimeIsAChange() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), neuron("true ", "5000"));
        FileTime time = Files.getLastModifiedTime(file);
        MetagraphFile metagraph = read(file);
        assertEquals(Optional.of(new Entry(true, 5000)), inForce(metagraph, HOTKEY));
        Files.writeString(file, neuron("false", "5000"));
        Files.setLastModifiedTime(file, time);
        refresh(metagraph);
        assertEquals(Optional.of(new Entry(false, 5000)), inForce(metagraph, HOTKEY));
    }

    /** The operator wanted to choose the validators; an error must not admit others. */
    @Test
    void fileThatWasNeverValidAdmitsNoHotkey() throws IOException {
        Path file = Files.writeString(folder.resolve("metagraph.json"), "{");
        MetagraphFile metagraph = read(file);
        assertEquals(List.of(), metagraph.metagraph().orElseThrow().neurons());
        assertTrue(metagraph.problems().toString().contains("is not a valid metagraph"));
        Files.delete(file);
        Files.createDirectory(file);
        metagraph = read(file);
        assertEquals(List.of(), metagraph.metagraph().orElseThrow().neurons());
        assertTrue(metagraph.problems().toString().contains("cannot be read"));
    }
}
