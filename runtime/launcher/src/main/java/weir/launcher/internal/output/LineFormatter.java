package weir.launcher.internal.output;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Formats a log record as one line: local time, level, simple class name of the logger, message. The lines of a stack trace follow.
 * Logged exceptions may be classes of strategies, whose methods may fail; the names of their classes replace the stack trace then.
 */
final class LineFormatter extends Formatter {

    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord entry) {
        String name = String.valueOf(entry.getLoggerName());
        StringBuilder line = new StringBuilder(160)
                .append(TIME_FORMAT.format(entry.getInstant()))
                .append(' ')
                .append(String.format("%-7s", entry.getLevel().getName()))
                .append(' ')
                .append(name.substring(name.lastIndexOf('.') + 1))
                .append(": ")
                .append(replaceControlCharacters(formatMessage(entry)))
                .append('\n');
        if (entry.getThrown() != null) {
            line.append(stackTrace(entry.getThrown()));
        }
        return line.toString();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return thrown.getClass().getName() + ": its stack trace cannot be printed: "
                    + e.getClass().getName() + "\n";
        }
    }

    /** Replaces control characters: a message may contain text of a client, which could forge log lines with them. */
    private static String replaceControlCharacters(String message) {
        return message.chars().anyMatch(Character::isISOControl) ? message.replaceAll("\\p{Cntrl}", "\u00b7") : message;
    }
}
