/** The assembled host as a measured process, and its start-up time, memory and resistance to faulty strategies. */
package weir.bench.host;
