package weir.router.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyParametersTest {

    private static final String COMPONENT =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="x" configuration-pid="follower" init="1">
              <property name="strategy.name" type="String" value="follower"/>
              <property name="halfWidth" type="Integer" value="2000"/>
              <property name="small" type="Byte" value="1"/>
              <property name="blocks" type="Long" value="1"/>
              <property name="ratio" type="Float" value="1"/>
              <property name="eager" type="Boolean" value="true"/>
              <property name="amount" type="String" value="0"/>
              <property name="pairs" type="String">a
            b</property>
              <property name="widths" type="Integer">1
            2</property>
            </scr:component>
            """;

    private static final String METATYPE =
            """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="Config" name="n">
                <AD id="edge" type="Double" cardinality="0" min="0" max="0.5" default="0.2" description="Near the end"/>
                <AD id="halfWidth" type="Integer" cardinality="0" min="1" max="443636" default="2000"/>
                <AD id="mode" type="String" cardinality="0"><Option label="l" value="fast"/><Option label="m" value="slow"/></AD>
              </OCD>
              <Designate factoryPid="follower"><Object ocdref="Config"/></Designate>
            </metatype:MetaData>
            """;

    private final StrategyParameters parameters = read(COMPONENT, METATYPE);

    @Test
    void valuesHaveTheTypesOfConfigurationAdmin() {
        assertEquals(
                Map.of(
                        "halfWidth",
                        3000L,
                        "edge",
                        0.25,
                        "eager",
                        false,
                        "amount",
                        "340282366920938463463374607431768211456",
                        "pairs",
                        List.of("x", "y"),
                        "widths",
                        List.of(5L),
                        "mode",
                        "slow"),
                parameters.read(Map.of(
                        "halfWidth", new BigDecimal("3000.0"),
                        "edge", "0.25",
                        "eager", "false",
                        "amount", new BigDecimal("340282366920938463463374607431768211456"),
                        "pairs", "x, y",
                        "widths", new BigDecimal(5),
                        "mode", "slow")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3", "[1,2,3]", " [1, 2, 3] ", "1 , 2 , 3", "\"1\",\"2\",\"3\""})
    void listsAreReadAsPeopleTypeThem(String text) {
        assertEquals(Map.of("widths", List.of(1L, 2L, 3L)), parameters.read(Map.of("widths", text)));
    }

    @ParameterizedTest
    @CsvSource({
        "halfWidth, 4294970296, write a whole number from 1 to 443636",
        "halfWidth, 3000.7, write a whole number from 1 to 443636",
        "halfWidth, 0, write a whole number from 1 to 443636",
        "halfWidth, 443637, write a whole number from 1 to 443636",
        "halfWidth, true, write a whole number",
        "halfWidth, '1,2', write a whole number",
        "halfWidth, '', write a whole number",
        "halfWidth, 1e999999999, write a whole number",
        "small, 128, write a whole number from -128 to 127",
        "blocks, 9223372036854775808, write a whole number",
        "ratio, 1e39, write a number from",
        "edge, 0.6, write a number from 0 to 0.5",
        "edge, NaN, write a number from 0 to 0.5",
        "eager, 1, write true or false",
        "mode, medium, 'write text, one of fast, slow'",
        "widths, '1,x', 'write a list: a whole number'"
    })
    void invalidValuesAreRejectedWithTheRemedy(String name, String text, String remedy) {
        InvalidParameterException e =
                assertThrows(InvalidParameterException.class, () -> parameters.read(Map.of(name, text)));
        assertEquals(name, e.parameter());
        assertTrue(e.getMessage().contains("is '" + text + "'; " + remedy), e.getMessage());
    }

    @Test
    void valuesOfAnotherTypeAreRejected() {
        for (Map<String, ?> values : List.of(
                Map.of("halfWidth", true),
                Map.of("halfWidth", new BigDecimal("4294970296")),
                Map.of("halfWidth", new BigDecimal("3000.7")),
                Map.of("halfWidth", List.of(BigDecimal.ONE)),
                Map.of("eager", BigDecimal.ONE),
                Map.of("amount", List.of("a")))) {
            assertThrows(InvalidParameterException.class, () -> parameters.read(values), values.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"half_width, halfWidth", "halfwidth, halfWidth", "halfWith, halfWidth", "egde, edge", "pair, pairs"})
    void aSimilarNameIsSuggested(String name, String suggestion) {
        InvalidParameterException e =
                assertThrows(InvalidParameterException.class, () -> parameters.read(Map.of(name, "1")));
        assertEquals("is not a parameter of the strategy", e.problem());
        assertTrue(
                e.remedy().startsWith("did you mean '" + suggestion + "'? The parameters are amount, blocks"),
                e.remedy());
        assertTrue(
                parameters.describe().contains("\n  edge (a number from 0 to 0.5, default 0.2) Near the end\n"),
                parameters.describe());
    }

    @Test
    void anUnlikeNameIsRejectedWithAllNames() {
        InvalidParameterException e =
                assertThrows(InvalidParameterException.class, () -> parameters.read(Map.of("colour", "red")));
        assertTrue(e.remedy().startsWith("choose one of amount, blocks"), e.remedy());
    }

    @Test
    void aStrategyWithoutConfigurationHasNoParameters() {
        StrategyParameters none = read(
                "<component name='hold'><property name='strategy.name' type='String' value='follower'/></component>");
        assertTrue(assertThrows(InvalidParameterException.class, () -> none.read(Map.of("a", "1")))
                .getMessage()
                .contains("the strategy has no parameters"));
    }

    @Test
    void aStrategyThatDeclaresNothingGetsAllValues() {
        StrategyParameters any = read(
                "<component name='hold' activate='start'><property name='strategy.name' value='follower'/></component>");
        assertEquals(
                Map.of("a", 1L, "b", 0.5, "c", "1" + "0".repeat(30), "d", List.of(true)),
                any.read(Map.of(
                        "a",
                        BigDecimal.ONE,
                        "b",
                        new BigDecimal("0.5"),
                        "c",
                        new BigDecimal("1e30"),
                        "d",
                        List.of(true))));
    }

    @Test
    void anInvalidDescriptionIsNamed() {
        IOException e = assertThrows(IOException.class, () -> new StrategyDescriptions()
                .add("OSGI-INF/x.xml", new ByteArrayInputStream("<a".getBytes())));
        assertTrue(e.getMessage().startsWith("OSGI-INF/x.xml is not valid"), e.getMessage());
    }

    private static StrategyParameters read(String... descriptions) {
        StrategyDescriptions all = new StrategyDescriptions();
        try {
            for (String description : descriptions) {
                all.add("x.xml", new ByteArrayInputStream(description.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all.strategies().get("follower");
    }
}
