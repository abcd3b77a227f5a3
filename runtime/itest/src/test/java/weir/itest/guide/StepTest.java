package weir.itest.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {

    @Test
    void everyFencedBlockIsAStep() {
        List<String> page =
                """
                # Title

                In the folder:

                ```sh
                mkdir a
                cd a
                ```

                Now `b.json`:

                ```json
                {}
                ```
                ```sh host
                ./weir run
                ```
                ```text
                listening
                ```
                ```sh
                curl
                ```
                It says

                ```text
                one … three
                ```
                """
                        .lines()
                        .toList();
        assertEquals(
                List.of(
                        new Step.Run("mkdir a\ncd a\n", List.of()),
                        new Step.Save("b.json", "{}\n"),
                        new Step.Start("./weir run\n", List.of("listening")),
                        new Step.Run("curl\n", List.of("one … three"))),
                Step.of(page));
    }

    @Test
    void fileWithoutANameIsRejected() {
        List<String> page = List.of("Some words.", "```java", "class A {}", "```");
        assertThrows(IllegalArgumentException.class, () -> Step.of(page));
    }
}
