/** The route files of a host that does not run. Not part of {@code weir.router}, because it uses internal packages of the bundle. */
@Export
@Version("1.0.0")
package weir.router.files;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
