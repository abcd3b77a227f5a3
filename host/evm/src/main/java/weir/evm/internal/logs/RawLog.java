package weir.evm.internal.logs;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import weir.evm.EvmException;
import weir.evm.internal.rpc.HexQuantity;
import weir.history.SwapRow;

/** The fields of one log as the node wrote them. {@link LogReader} uses one object for all logs. */
final class RawLog {

    private static final int MAX_TOPICS = 4;
    private static final int WORD_CHARS = 2 + HexWords.DIGITS;

    String host;
    String address;
    String data;
    String transactionHash;
    String blockHash;
    final String[] topics = new String[MAX_TOPICS];
    int topicCount;
    long block;
    long logIndex;
    /** Unix seconds; unknown if the node gives none, or 0. */
    long timestamp;

    boolean removed;

    /** Reads a log. */
    void read(JsonReader in) throws IOException {
        address = null;
        data = null;
        transactionHash = null;
        blockHash = null;
        topics[0] = null;
        topicCount = 0;
        block = -1;
        logIndex = -1;
        timestamp = SwapRow.UNKNOWN_TIME;
        removed = false;
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (in.peek() == JsonToken.NULL) {
                // The fields of a pending log are null; the required ones are checked below.
                in.nextNull();
                continue;
            }
            switch (name) {
                case "address" -> address = in.nextString();
                case "topics" -> readTopics(in);
                case "data" -> data = in.nextString();
                case "blockNumber" -> block = HexQuantity.parse(in.nextString());
                case "logIndex" -> logIndex = HexQuantity.parse(in.nextString());
                case "transactionHash" -> transactionHash = in.nextString();
                case "blockHash" -> blockHash = in.nextString();
                case "blockTimestamp" -> readTime(in);
                case "removed" -> removed = in.nextBoolean();
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (address == null
                || data == null
                || transactionHash == null
                || blockHash == null
                || topicCount == 0
                || block < 0
                || logIndex < 0) {
            throw new EvmException(
                    host + ", block " + block + ", log index " + logIndex,
                    "the log is incomplete: it lacks address, topics, data, blockNumber, blockHash, transactionHash or logIndex",
                    "The node gave a wrong answer; use another one.");
        }
    }

    private void readTopics(JsonReader in) throws IOException {
        topicCount = 0;
        in.beginArray();
        while (in.hasNext()) {
            String topic = in.nextString();
            if (topicCount < MAX_TOPICS) {
                topics[topicCount] = topic;
            }
            topicCount++;
        }
        in.endArray();
    }

    private void readTime(JsonReader in) throws IOException {
        long time = HexQuantity.parse(in.nextString());
        timestamp = time == 0 ? SwapRow.UNKNOWN_TIME : time;
    }

    /**
     * Returns a text of a word.
     *
     * @throws NumberFormatException if it has not the length of a word
     */
    static String word(String text) {
        if (text.length() != WORD_CHARS || !text.startsWith("0x")) {
            throw new NumberFormatException("a hash or topic has not 64 hexadecimal digits");
        }
        return text;
    }
}
