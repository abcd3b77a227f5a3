package weir.router;

/** Whether a newer version in a route's range starts to serve automatically. */
public enum UpgradePolicy {
    /** The newest healthy version serves. */
    AUTO,
    /** The selected version serves until the route is changed or the version is uninstalled or disabled. */
    MANUAL
}
