package weir.router;

/** What a route does when a newer version in its range starts. */
public enum UpgradePolicy {
    /** The newest healthy version serves. */
    AUTO,
    /** The selected version keeps serving until the route is changed, or that version is uninstalled or fails. */
    MANUAL
}
