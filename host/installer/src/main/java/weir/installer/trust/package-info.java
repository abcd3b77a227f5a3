/** The publishers that the operator trusts, and their repositories. Usable without a running framework. */
@Export
@Version("1.0.0")
package weir.installer.trust;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
