package weir.itest.page;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import weir.fixtures.Await;

/** Debian's Chromium, without a window. Screenshots go to {@code target/screenshots}. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test if the machine has no Chromium. */
    static Browser start() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "needs Debian's packages chromium and chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1280,1000");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options));
    }

    /** Opens a URL that only a fragment distinguishes from the present one, too. */
    void open(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    String url() {
        return driver.getCurrentUrl();
    }

    /** The text that is seen in an element; empty if there is none. */
    String text(String css) {
        try {
            return driver.findElements(By.cssSelector(css)).stream()
                    .map(element -> element.getText())
                    .reduce("", String::concat);
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    void awaitText(String css, String expected) {
        Await.until(() -> text(css).contains(expected), state(css, expected));
    }

    void awaitHidden(String css) {
        Await.until(() -> text(css).isEmpty(), () -> css + " is hidden, but shows: " + text(css));
    }

    private Supplier<String> state(String css, String expected) {
        return () -> "'" + expected + "' in " + css + ", which shows: " + text(css) + errors();
    }

    /** Clicks an element, again if the page replaced it in the meantime. */
    void click(String css) {
        Await.until("a click on " + css, () -> {
            try {
                driver.findElement(By.cssSelector(css)).click();
                return true;
            } catch (StaleElementReferenceException e) {
                return false;
            }
        });
    }

    /** Moves the mouse to a point of an element, as parts of its width and height. */
    void hover(String css, double x, double y) {
        move(css, x, y).perform();
    }

    /** Drags the mouse from one point of an element to another, as parts of its width. */
    void drag(String css, double from, double to) {
        WebElement element = driver.findElement(By.cssSelector(css));
        int distance = (int) ((to - from) * element.getSize().getWidth());
        move(css, from, 0.5).clickAndHold().moveByOffset(distance, 0).release().perform();
    }

    void doubleClick(String css) {
        move(css, 0.5, 0.5).doubleClick().perform();
    }

    private Actions move(String css, double x, double y) {
        WebElement element = driver.findElement(By.cssSelector(css));
        Dimension size = element.getSize();
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        return new Actions(driver)
                .moveToElement(element, (int) ((x - 0.5) * size.getWidth()), (int) ((y - 0.5) * size.getHeight()));
    }

    void type(String css, CharSequence... keys) {
        driver.findElement(By.cssSelector(css)).sendKeys(keys);
    }

    /** Presses keys; the element that has the focus gets them. */
    void press(CharSequence keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    Object asyncScript(String script) {
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
        return driver.executeAsyncScript(script);
    }

    /** The only cookie. */
    Cookie cookie() {
        return driver.manage().getCookies().iterator().next();
    }

    /** Width in CSS pixels, and the colour scheme that the operator prefers. */
    void show(int width, String colorScheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
    }

    /** The whole page as {@code target/screenshots/NAME.png}. */
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Map<String, Object> clip = Map.of(
                "x",
                0,
                "y",
                0,
                "scale",
                1,
                "width",
                script("return innerWidth"),
                "height",
                script("return document.documentElement.scrollHeight"));
        Object png = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
                .get("data");
        Files.write(SCREENSHOTS.resolve(name + ".png"), OutputType.BYTES.convertFromBase64Png((String) png));
    }

    /** Errors of scripts and of the Content-Security-Policy since the last call. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Whether other programs want the cores, so that times say nothing about the page. Everything else is tested all the same. */
    static boolean isMachineBusy() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load > 2 * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
