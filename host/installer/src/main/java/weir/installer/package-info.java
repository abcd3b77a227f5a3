/**
 * Strategy bundles from a folder: verified, copied, installed, swapped and removed while queries keep coming.
 */
@Export
@Version("1.0.0")
package weir.installer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
