package weir.installer.internal.policy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Manifests that programs read differently. */
public final class AmbiguousManifests {

    /** Headers that a plugin must not have. */
    public static final List<String> FORBIDDEN = List.of(
            "Bundle-Activator: my.Activator",
            "Fragment-Host: weir.router",
            "DynamicImport-Package: *",
            "Import-Package: weir.router",
            "Bundle-ClassPath: .,lib/x.jar",
            "Require-Capability: osgi.extender;filter:=\"(osgi.extender=osgi.configurator)\"");

    private AmbiguousManifests() {}

    /** The beginning of a valid manifest. */
    public static String valid(String symbolicName) {
        return "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: " + symbolicName
                + "\nBundle-Version: 1.0.0\n";
    }

    /** Manifests with a header that some parsers do not see, by the words of the rejection. */
    public static Map<String, byte[]> hiding(String header, String symbolicName) {
        String valid = valid(symbolicName);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("its last line does not end with a line break", valid + header);
        texts.put("it has a control character", valid + "\rName: x\r\n" + header + "\r\n\n");
        texts.put("such as a carriage return without a line feed", valid + "X-A: b\r" + header + "\n");
        texts.put("it has a control character, such", valid + "X-A: \0\n" + header + "\n");
        texts.put("a section after the first one has no name", valid + "\n X-A: b\n" + header + "\n");
        texts.put("section after the first one has no name", valid + "\n" + header + "\n");
        texts.put("' X-A: b' is not a header", " X-A: b\n" + valid + header + "\n");
        texts.put("'Bundle-Act' is not a header", valid + "Bundle-Act\n ivator: my.Activator\n");
        texts.put("'X-A:b' is not a header", valid + "X-A:b\n" + header + "\n");
        texts.put("it has the header bundle-version twice", valid + "bundle-version: 2.0.0\n" + header + "\n");
        texts.put("the header X-A is not UTF-8", valid + "X-A: \u00ff\n" + header + "\n");
        texts.put("it is longer than 1024 KiB", valid + padding(1024) + header + "\n");
        texts.put("its main section is longer than 64 KiB", valid + padding(64) + header + "\n");
        Map<String, byte[]> manifests = new LinkedHashMap<>();
        texts.forEach((words, text) -> manifests.put(words, text.getBytes(StandardCharsets.ISO_8859_1)));
        return manifests;
    }

    private static String padding(int kib) {
        return "X-Pad: x\n" + (" " + "x".repeat(62) + "\n").repeat(kib << 4);
    }
}
