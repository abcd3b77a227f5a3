/** Settings: one table, resolved from flags, environment, {@code .env} and file, each value with its origin. */
package weir.cli.settings;
