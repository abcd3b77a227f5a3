package weir.chain.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import weir.chain.ChainException;

/**
 * A block as a node sends it.
 *
 * @param extrinsics its extrinsics in hexadecimal
 */
record BlockContent(String parentHash, List<String> extrinsics) {

    static BlockContent parse(JsonElement answer) {
        try {
            JsonObject block = answer.getAsJsonObject().getAsJsonObject("block");
            List<String> extrinsics = new ArrayList<>();
            block.getAsJsonArray("extrinsics").forEach(extrinsic -> extrinsics.add(extrinsic.getAsString()));
            return new BlockContent(
                    block.getAsJsonObject("header").get("parentHash").getAsString(), extrinsics);
        } catch (IllegalStateException | NullPointerException | ClassCastException | UnsupportedOperationException e) {
            throw ChainException.malformed("the node sent a block that is not valid");
        }
    }
}
