package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

class InstallerComponentTest {

    @Test
    void errorInOnePassDoesNotEndTheInstaller() {
        Runnable step = InstallerComponent.safely(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertDoesNotThrow(step::run);
    }
}
