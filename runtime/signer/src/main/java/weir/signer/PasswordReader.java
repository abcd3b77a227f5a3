package weir.signer;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import weir.keys.PasswordPrompt;

/**
 * Asks for the password of a key file: on the terminal, without showing it. Without a terminal, for example for a timer, it reads one line of
 * the standard input. No buffer keeps the password.
 */
final class PasswordReader implements PasswordPrompt {

    private static final int MAX_BYTES = 1024;

    @Override
    public char[] password(Path keyFile) {
        Console console = System.console();
        if (console != null) {
            return console.readPassword("Password of %s: ", keyFile);
        }
        System.err.println("weir: no terminal; reading the password of " + keyFile + " from the standard input");
        try {
            // Not System.in, whose buffer would keep the password. Not closed, because the process owns the descriptor.
            return readLine(new FileInputStream(FileDescriptor.in));
        } catch (IOException e) {
            return new char[0]; // As if no password was given: the standard input is closed.
        }
    }

    /** Reads a line of UTF-8, of at most 1024 bytes; empty at the end of the input. */
    static char[] readLine(InputStream in) throws IOException {
        byte[] line = new byte[MAX_BYTES];
        try {
            int length = 0;
            int next = in.read();
            while (next >= 0 && next != '\n' && length < MAX_BYTES) {
                line[length++] = (byte) next;
                next = in.read();
            }
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line, 0, length));
            char[] password = new char[text.remaining()];
            text.get(password);
            Arrays.fill(text.array(), '\0');
            return password;
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }
}
