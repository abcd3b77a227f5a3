package weir.itest.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The metagraph file of a home. */
final class Metagraph {

    private Metagraph() {}

    /** Registers one validator with a permit. */
    static void write(Path home, String hotkey, double stake) throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(
                conf.resolve("metagraph.json"),
                "{\"neurons\": [{\"hotkey\": \"" + hotkey + "\", \"permit\": true, \"stake\": " + stake + "}]}");
    }
}
