package weir.share.sign;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import weir.base.WeirException;

/**
 * Runs a program that signs. The program shares the terminal of this process, so that it can ask for a password; only its standard
 * output is read.
 */
final class SigningProgram {

    private static final int MAX_OUTPUT_BYTES = 4 << 20;

    private SigningProgram() {}

    /**
     * Runs a program to its end and returns its standard output.
     *
     * @param remedy what to do if it is missing or fails, a sentence
     */
    static byte[] run(List<String> command, String remedy) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw WeirException.failed("cannot start " + command.get(0), remedy, e);
        }
        try (InputStream out = process.getInputStream()) {
            byte[] output = out.readNBytes(MAX_OUTPUT_BYTES + 1);
            if (output.length > MAX_OUTPUT_BYTES) {
                throw WeirException.failed(command.get(0) + " prints more than " + MAX_OUTPUT_BYTES + " bytes", remedy);
            }
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw WeirException.failed(command.get(0) + " ended with exit code " + exitCode, remedy);
            }
            return output;
        } catch (IOException e) {
            throw WeirException.failed("cannot read the output of " + command.get(0), remedy, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WeirException.failed("interrupted", "Give the command again.");
        } finally {
            process.destroy();
        }
    }
}
