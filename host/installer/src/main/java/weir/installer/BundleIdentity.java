package weir.installer;

import org.osgi.framework.Version;

/**
 * Symbolic name and version of a bundle. Immutable.
 *
 * @param name Bundle-SymbolicName without directives
 * @param version Bundle-Version
 */
public record BundleIdentity(String name, Version version) {

    /** Name and version, separated by a space. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
