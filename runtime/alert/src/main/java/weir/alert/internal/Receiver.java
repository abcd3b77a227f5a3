package weir.alert.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * A receiver of messages. Its URL is a secret; {@link #toString} names the receiver without it.
 *
 * @param number its place in the file, from 1
 * @param miner name of the miner in messages; empty for none
 * @param uri where to send
 * @param quiet least time between two messages about the same thing, and between two pings
 */
public record Receiver(int number, String miner, Kind kind, URI uri, Set<Event> events, Duration quiet) {

    /** The format of a message. */
    enum Kind {
        /** A JSON object with the fields of the message. */
        WEBHOOK,
        DISCORD,
        /** The method sendMessage of a bot; the query of the URL contains {@code chat_id}. */
        TELEGRAM
    }

    public Receiver {
        events = Set.copyOf(events);
    }

    /** The URL of the request. */
    URI requestUri() {
        return kind == Kind.TELEGRAM
                ? URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath())
                : uri;
    }

    /** The body of the request. */
    String body(Message message) {
        String prefix = miner.isEmpty() ? "Weir: " : miner + ": ";
        String text = (message.isProblem() ? "⚠ " : "") + prefix + message.text();
        JsonObject json = new JsonObject();
        switch (kind) {
            case DISCORD -> {
                json.addProperty("content", text);
                // A strategy's text must not call everyone.
                JsonObject mentions = new JsonObject();
                mentions.add("parse", new JsonArray());
                json.add("allowed_mentions", mentions);
            }
            case TELEGRAM -> {
                json.addProperty("chat_id", chatId(uri));
                json.addProperty("text", text);
                json.addProperty("disable_web_page_preview", true);
            }
            case WEBHOOK -> {
                json.addProperty("time", message.time().toString());
                json.addProperty("miner", miner);
                json.addProperty("event", message.event());
                json.addProperty("subject", message.subject());
                json.addProperty("problem", message.isProblem());
                json.addProperty("text", message.text());
            }
        }
        return json.toString();
    }

    /** The value of {@code chat_id} in the query; empty if there is none. */
    static String chatId(URI uri) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("chat_id=")) {
                return parameter.substring("chat_id=".length());
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return "receiver " + number + " (" + kind.name().toLowerCase(java.util.Locale.ROOT) + ", " + uri.getHost()
                + ")";
    }
}
