/** Commands that share strategies: publish and verify. */
package weir.cli.share;
