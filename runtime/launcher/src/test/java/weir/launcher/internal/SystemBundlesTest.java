package weir.launcher.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SystemBundlesTest {

    @Test
    void locationSurvivesSpacesPlusAndPercentSigns() {
        Path jar = Path.of("/opt/my weir+1%/system/org.apache.felix.log-1.3.0.jar");
        assertEquals("reference:file:" + jar, URLDecoder.decode(SystemBundles.location(jar), StandardCharsets.UTF_8));
    }
}
