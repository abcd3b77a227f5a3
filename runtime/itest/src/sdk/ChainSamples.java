import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import weir.chain.Metagraph;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.extrinsic.Era;
import weir.chain.extrinsic.SigningContext;
import weir.chain.internal.metagraph.MetagraphDecoder;
import weir.keys.KeyPair;

/**
 * Writes what Weir makes of recorded metadata, for {@code chain.py}: signed extrinsics, and decoded metagraphs. Run as a source file:
 * {@code java -cp … ChainSamples.java VECTORS OUT}.
 */
public final class ChainSamples {

    private static final HexFormat HEX = HexFormat.of();
    /** Networks have other hashes; only its bytes matter. */
    private static final byte[] GENESIS = HEX.parseHex("2f".repeat(32));

    private final Path vectors;
    private final Path out;

    private ChainSamples(Path vectors, Path out) {
        this.vectors = vectors;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        ChainSamples samples = new ChainSamples(Path.of(args[0]), Path.of(args[1]));
        JsonObject recording = samples.json("bittensor/subtensor-recording.json.gz");
        // Option<Vec<u8>>: one byte, a length of four bytes, and the metadata.
        byte[] option = hex(recording.get("metadata_at_version_15"));
        Map<String, byte[]> metadata = Map.of(
                "461", samples.bytes("chain/metadata-461-v15.scale.gz"),
                "343", Arrays.copyOfRange(option, 5, option.length),
                "293", samples.bytes("chain/metadata-versions/293-v15.scale.gz"));
        List<Object> extrinsics = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : metadata.entrySet()) {
            Files.write(samples.out.resolve(entry.getKey() + ".scale"), entry.getValue());
            extrinsics.addAll(extrinsics(ChainRuntime.parse(entry.getValue())));
        }
        JsonObject real = samples.json("chain/metagraph-real-293.json");
        List<Object> metagraphs = List.of(
                metagraph(
                        ChainRuntime.parse(metadata.get("343")),
                        text(recording
                                .getAsJsonObject("scenarios")
                                .getAsJsonObject("metagraph")
                                .getAsJsonObject("state_call"))),
                metagraph(
                        ChainRuntime.parse(metadata.get("293")),
                        real.getAsJsonArray("calls")
                                .get(0)
                                .getAsJsonObject()
                                .get("result")
                                .getAsString()));
        Files.writeString(
                samples.out.resolve("samples.json"),
                new Gson().toJson(Map.of("extrinsics", extrinsics, "metagraphs", metagraphs)));
    }

    /** Mortal and immortal, with small and large numbers. */
    private static List<Object> extrinsics(ChainRuntime runtime) {
        List<Object> extrinsics = new ArrayList<>();
        List<Era> eras = List.of(
                Era.immortal(), Era.mortal(64, 5_000_003), Era.mortal(4096, 7_000_001), Era.mortal(65536, 9_000_001));
        List<BigInteger> addresses =
                List.of(BigInteger.valueOf(0xcb007107L), new BigInteger("20010db8000000000000000000000001", 16));
        try (KeyPair signer = KeyPair.ofMiniSecret(new byte[32])) {
            for (Era era : eras) {
                for (long nonce : List.of(0L, 63L, 64L, 16384L, 1L << 30)) {
                    BigInteger ip = addresses.get((int) (nonce % 2));
                    Map<String, Object> arguments = new LinkedHashMap<>();
                    arguments.put("netuid", 98);
                    arguments.put("version", 10_005_000);
                    arguments.put("ip", ip);
                    arguments.put("port", 8091);
                    arguments.put("ip_type", ip.bitLength() > 32 ? 6 : 4);
                    arguments.put("protocol", 4);
                    arguments.put("placeholder1", 0);
                    arguments.put("placeholder2", 0);
                    byte[] call = runtime.encodeCall("SubtensorModule", "serve_axon", arguments);
                    byte[] eraBlock = era.isImmortal() ? GENESIS : HEX.parseHex("ab".repeat(32));
                    SigningContext context = new SigningContext(GENESIS, era, eraBlock, nonce, BigInteger.ZERO);
                    byte[] extrinsic = runtime.signedExtrinsic(
                            call, context, signer.publicKey(), signer.sign(runtime.bytesToSign(call, context)));
                    extrinsics.add(Map.of(
                            "spec", runtime.specVersion(),
                            "transactionVersion", runtime.transactionVersion(),
                            "genesis", HEX.formatHex(GENESIS),
                            "eraBlock", HEX.formatHex(eraBlock),
                            "nonce", nonce,
                            "period", era.isImmortal() ? 0 : era.period(),
                            "birth", era.birth(),
                            "signer", signer.publicKey().ss58(),
                            "arguments", arguments,
                            "extrinsic", HEX.formatHex(extrinsic)));
                }
            }
        }
        return extrinsics;
    }

    private static Object metagraph(ChainRuntime runtime, String result) {
        Metagraph metagraph = MetagraphDecoder.decode(runtime, HEX.parseHex(result.substring(2)))
                .orElseThrow();
        return Map.of(
                "spec", runtime.specVersion(),
                "transactionVersion", runtime.transactionVersion(),
                "result", result,
                "netuid", metagraph.netuid(),
                "block", metagraph.block(),
                "neurons",
                        metagraph.neurons().stream()
                                .map(neuron -> Map.of(
                                        "uid", neuron.uid(),
                                        "hotkey", neuron.hotkey(),
                                        "permit", neuron.hasPermit(),
                                        "alpha", neuron.alphaStake(),
                                        "tao", neuron.taoStake(),
                                        "total", neuron.totalStake(),
                                        "axon",
                                                neuron.axon().isServed()
                                                        ? neuron.axon().address() + ":"
                                                                + neuron.axon().port()
                                                        : ""))
                                .toList());
    }

    /** The result of the recorded call of the metagraph; the one with mechanism 0 returns the same type. */
    private static String text(JsonObject stateCall) {
        return stateCall.entrySet().stream()
                .filter(call -> call.getKey().contains("get_selective_mechagraph"))
                .map(call -> call.getValue().getAsJsonObject().get("result").getAsString())
                .findFirst()
                .orElseThrow();
    }

    private JsonObject json(String name) throws IOException {
        return JsonParser.parseString(new String(bytes(name), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private byte[] bytes(String name) throws IOException {
        try (InputStream in = Files.newInputStream(vectors.resolve(name));
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return plain.readAllBytes();
        }
    }

    private static byte[] hex(JsonElement text) {
        return HEX.parseHex(text.getAsString().substring(2));
    }
}
