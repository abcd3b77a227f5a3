package weir.spark.internal.executor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.ChunkResult.RoundScore;

/**
 * What a task sends to the driver.
 *
 * @param refusal why the executor refuses the job, which no other attempt would change; empty if it played the trials
 * @param chunks one result for each trial of the task, in their order
 */
public record TaskResult(String refusal, List<ChunkResult> chunks) {

    private static final Ending[] ENDINGS = Ending.values();

    public static TaskResult ofRefused(String reason) {
        return new TaskResult(reason, List.of());
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeText(out, refusal);
            out.writeInt(chunks.size());
            for (ChunkResult chunk : chunks) {
                writeText(out, chunk.rejectionReason());
                out.writeInt(chunk.rounds().size());
                for (RoundScore round : chunk.rounds()) {
                    out.writeByte(round.ending().ordinal());
                    out.writeInt(round.fallbackCount());
                    out.writeDouble(round.score());
                    out.writeDouble(round.gainOverHoldingPercent());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static TaskResult parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String refusal = readText(in);
            int count = in.readInt();
            List<ChunkResult> chunks = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                chunks.add(parseChunk(in));
            }
            return new TaskResult(refusal, chunks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not writeUTF, which is limited to 64 KiB: the text of a strategy's exception may be longer. */
    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static ChunkResult parseChunk(DataInputStream in) throws IOException {
        String rejection = readText(in);
        int count = in.readInt();
        List<RoundScore> rounds = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rounds.add(new RoundScore(ENDINGS[in.readUnsignedByte()], in.readInt(), in.readDouble(), in.readDouble()));
        }
        return new ChunkResult(rejection, rounds);
    }
}
