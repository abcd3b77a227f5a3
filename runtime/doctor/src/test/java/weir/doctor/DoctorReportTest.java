package weir.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.doctor.Check.Status;

class DoctorReportTest {

    private static final Check OK = Check.ok("java", "Java 17");
    private static final Check UNCHECKED = Check.unchecked("chain", "no answer", "");
    private static final Check WARNING = Check.warning("vault", "no vault is set", "Set --vault.address.");
    private static final Check FAULT = Check.fault("port", "cannot listen\non 8091", "Stop the other process.");

    private static int exitCode(Check... checks) {
        return new DoctorReport(List.of(checks)).exitCode();
    }

    @Test
    void exitCodeTellsFaultsFromWhatWasNotChecked() {
        assertEquals(0, exitCode(OK));
        assertEquals(0, exitCode(OK, WARNING));
        assertEquals(6, exitCode(OK, WARNING, UNCHECKED));
        assertEquals(1, exitCode(UNCHECKED, FAULT));
    }

    @Test
    void eachCheckIsOneLineWithItsRemedyAndTheLastLineCounts() {
        assertEquals(
                List.of(
                        "ok        java           Java 17",
                        "unchecked chain          no answer",
                        "warning   vault          no vault is set. Set --vault.address.",
                        "fault     port           cannot listen on 8091. Stop the other process.",
                        "1 faults, 1 warnings, 1 not checked, 1 ok"),
                new DoctorReport(List.of(OK, UNCHECKED, WARNING, FAULT))
                        .text()
                        .lines()
                        .toList());
    }

    @Test
    void jsonHasAllFieldsAndTheWorstStatus() {
        DoctorReport report = new DoctorReport(List.of(OK, WARNING));
        JsonObject json = JsonParser.parseString(report.json()).getAsJsonObject();
        assertEquals(Status.WARNING, report.status());
        assertEquals("warning", json.get("status").getAsString());
        assertEquals(0, json.get("exitCode").getAsInt());
        JsonObject check = json.getAsJsonArray("checks").get(1).getAsJsonObject();
        assertEquals("vault", check.get("name").getAsString());
        assertEquals("warning", check.get("status").getAsString());
        assertEquals("no vault is set", check.get("message").getAsString());
        assertEquals("Set --vault.address.", check.get("remedy").getAsString());
    }

    @Test
    void secretsOfAddressesAreMasked() {
        DoctorReport report =
                new DoctorReport(List.of(Check.unchecked("chain", "wss://user:hunter2@node.example: no answer", "")));
        assertFalse(report.text().contains("hunter2"), report.text());
        assertFalse(report.json().contains("hunter2"), report.json());
        assertTrue(report.text().contains("node.example"), report.text());
    }
}
