/** Strategies out of their own JARs, in this process: a small real framework for commands that replay history. */
package weir.cli.strategy;
