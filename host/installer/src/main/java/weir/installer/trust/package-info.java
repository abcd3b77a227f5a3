/** The publishers that the operator trusts, their repositories, and blocklists. Usable without a running framework. */
@Export
@Version("1.2.0")
package weir.installer.trust;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
