/** Commands that say which publishers and blocklists this home trusts, and which JARs it allows. */
package weir.cli.trust;
