package weir.launcher.internal.output;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Formats a log record as one line: local time, level, simple class name of the logger, message. The lines of a stack trace follow. */
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
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    /** Replaces control characters: a message may contain text of a client, which could forge log lines with them. */
    private static String replaceControlCharacters(String message) {
        return message.chars().anyMatch(Character::isISOControl) ? message.replaceAll("\\p{Cntrl}", "\u00b7") : message;
    }
}
