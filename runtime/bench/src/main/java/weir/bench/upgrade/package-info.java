/** Upgrades of strategies while queries arrive. */
package weir.bench.upgrade;
