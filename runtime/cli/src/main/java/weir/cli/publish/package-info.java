/** Commands of authors and keepers: they write and sign repositories, {@code publisher.json} and blocklists. */
package weir.cli.publish;
