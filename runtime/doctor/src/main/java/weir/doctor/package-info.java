/** The checks of {@code weir doctor}: whether this machine, its home and the chain are as a miner needs them, with a remedy for each fault. */
@Export
@Version("1.0.0")
package weir.doctor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
