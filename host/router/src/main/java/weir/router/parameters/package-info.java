/**
 * The parameters of strategies: which ones a bundle declares, and the check of values that a user has written. Routes, the command
 * line and backtests read values with these types, so they accept the same ones. API only.
 */
@Export
@Version("1.0.0")
package weir.router.parameters;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
