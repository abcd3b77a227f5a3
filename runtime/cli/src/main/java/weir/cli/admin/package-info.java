/** Commands to a running host, over its loopback admin port. */
package weir.cli.admin;
