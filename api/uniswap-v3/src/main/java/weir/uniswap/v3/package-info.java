/**
 * Uniswap v3 pool arithmetic: pure functions on JDK types, exact to the unit. Names are those of v3-core and v3-periphery.
 */
@Export
@Version("1.1.0")
package weir.uniswap.v3;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
