package weir.itest.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StoredMarket;
import weir.cli.CommandRunner;
import weir.report.BacktestReport;

/** HTML reports, opened from disk. */
@Timeout(600)
class ReportBrowserTest {

    @TempDir
    Path folder;

    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void backtestReportDrawsItsCharts() throws Exception {
        Path report = folder.resolve("backtest.html");
        try (StoredMarket market = new StoredMarket(folder.resolve("history"))) {
            Files.writeString(report, BacktestReport.html(market.play(450, StoredMarket.CENTERED)));
        }
        assertDrawn(report, 4);
        browser.hover("figure[data-chart=price] .u-over", 0.5, 0.5);
        assertTrue(browser.text(".chart-tip").contains("price"), browser.text(".chart-tip"));
    }

    @Test
    void demoReportDrawsItsCharts() throws Exception {
        Path report = folder.resolve("demo.html");
        var result = CommandRunner.runWithoutHome("demo", "--report", report.toString());
        assertEquals(0, result.exitCode(), result::toString);
        assertDrawn(report, 2);
    }

    @Test
    void policyBlocksWhatIsNotOfTheReport() throws Exception {
        Path report = folder.resolve("changed.html");
        try (StoredMarket market = new StoredMarket(folder.resolve("history"))) {
            Files.writeString(
                    report,
                    BacktestReport.html(market.play(450, StoredMarket.CENTERED))
                            .replace("</main>", "<script>window.isInjected = true</script></main>"));
        }
        browser.open(report.toUri().toString());
        assertEquals(false, browser.script("return window.isInjected === true"));
        assertTrue(browser.errors().toString().contains("Content Security Policy"), "the browser names the policy");
    }

    private static void assertDrawn(Path report, int charts) throws Exception {
        browser.errors(); // Those of the test before.
        browser.open(report.toUri().toString());
        assertEquals(
                (long) charts, browser.script("return document.querySelectorAll('figure[data-chart] canvas').length"));
        String name = report.getFileName().toString().replace(".html", "");
        for (String scheme : List.of("light", "dark")) {
            browser.show(1280, scheme);
            browser.screenshot("report-" + name + "-" + scheme);
        }
        assertEquals(List.of(), browser.errors());
    }
}
