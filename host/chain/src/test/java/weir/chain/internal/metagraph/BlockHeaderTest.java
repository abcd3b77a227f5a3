package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.chain.ChainException;
import weir.chain.RecordedChain;

class BlockHeaderTest {

    @Test
    void hashAndNumberAreThoseOfARealBlock() {
        JsonObject block = RecordedChain.json("chain/golden-461.json.gz").getAsJsonObject("block");
        BlockHeader header = BlockHeader.parse(
                block.getAsJsonObject("raw").getAsJsonObject("block").get("header"));
        assertEquals(block.get("block_hash").getAsString(), header.hash());
        assertEquals(block.getAsJsonObject("decoded_header").get("number").getAsLong(), header.number());
    }

    @Test
    void slotIsTheTimeOfTheBlock() {
        JsonObject file = RecordedChain.json("chain/metagraph-real-293.json");
        BlockHeader header = BlockHeader.parse(file.get("header"));
        byte[] timestamp = RecordedChain.hex(file.get("timestamp"));
        long millis = (Long) RecordedChain.runtime("293-v15")
                .decodeStorage("Timestamp", "Now", timestamp)
                .orElseThrow();
        long slotMillis = (Long) RecordedChain.runtime("293-v15").constant("Aura", "SlotDuration");
        assertEquals(millis / slotMillis, header.slot().getAsLong());
        assertEquals(file.get("block").getAsString(), header.hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "7",
                "{\"number\": \"0\"}",
                "{\"number\": \"0x1\", \"parentHash\": \"0xz\", \"digest\": {\"logs\": []}}",
                "{\"number\": \"0xfffffffffffffffffff\", \"parentHash\": \"0x\", \"stateRoot\": \"0x\","
                        + " \"extrinsicsRoot\": \"0x\", \"digest\": {\"logs\": []}}"
            })
    void invalidHeadersAreRefused(String json) {
        assertThrows(ChainException.class, () -> BlockHeader.parse(JsonParser.parseString(json)));
    }
}
