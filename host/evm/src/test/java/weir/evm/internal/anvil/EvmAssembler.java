package weir.evm.internal.anvil;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import weir.base.Hex;

/** Assembles the code of small test contracts. A word is an opcode, {@code 0x…} to push, {@code name:} for a label, {@code @name} to push it. */
final class EvmAssembler {

    private static final Map<String, Integer> OPCODES = Map.ofEntries(
            Map.entry("STOP", 0x00),
            Map.entry("ADD", 0x01),
            Map.entry("SUB", 0x03),
            Map.entry("SLT", 0x12),
            Map.entry("EQ", 0x14),
            Map.entry("ISZERO", 0x15),
            Map.entry("SHL", 0x1b),
            Map.entry("SHR", 0x1c),
            Map.entry("CALLER", 0x33),
            Map.entry("CALLDATALOAD", 0x35),
            Map.entry("CALLDATASIZE", 0x36),
            Map.entry("CALLDATACOPY", 0x37),
            Map.entry("RETURNDATASIZE", 0x3d),
            Map.entry("RETURNDATACOPY", 0x3e),
            Map.entry("POP", 0x50),
            Map.entry("MSTORE", 0x52),
            Map.entry("SLOAD", 0x54),
            Map.entry("SSTORE", 0x55),
            Map.entry("JUMP", 0x56),
            Map.entry("JUMPI", 0x57),
            Map.entry("GAS", 0x5a),
            Map.entry("DUP1", 0x80),
            Map.entry("CALL", 0xf1),
            Map.entry("RETURN", 0xf3),
            Map.entry("REVERT", 0xfd));

    private static final int JUMPDEST = 0x5b;
    private static final int PUSH0 = 0x5f;

    private EvmAssembler() {}

    /** Returns the code as {@code 0x…}. */
    static String assemble(String source) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, Integer> labels = new HashMap<>();
        Map<Integer, String> uses = new HashMap<>();
        for (String word : source.strip().split("\\s+")) {
            if (word.endsWith(":")) {
                labels.put(word.substring(0, word.length() - 1), out.size());
                out.write(JUMPDEST);
            } else if (word.startsWith("@")) {
                out.write(PUSH0 + 2);
                uses.put(out.size(), word.substring(1));
                out.writeBytes(new byte[2]);
            } else if (word.startsWith("0x")) {
                byte[] value = Hex.decode(word);
                out.write(PUSH0 + value.length);
                out.writeBytes(value);
            } else {
                out.write(OPCODES.get(word));
            }
        }
        byte[] code = out.toByteArray();
        uses.forEach((at, label) -> {
            code[at] = (byte) (labels.get(label) >> 8);
            code[at + 1] = (byte) (int) labels.get(label);
        });
        return "0x" + HexFormat.of().formatHex(code);
    }
}
