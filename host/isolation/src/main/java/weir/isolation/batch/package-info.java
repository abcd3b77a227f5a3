/**
 * Strategies in child processes for commands that replay history: many instances of one component that answer a check together. A command
 * has no deadlines, starts no process again after a crash, and needs no framework.
 */
@Export
@Version("1.0.0")
package weir.isolation.batch;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
