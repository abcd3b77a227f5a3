/** Load for measured servers: queries of a validator, clients that send them, and statistics of the answers. */
package weir.bench.load;
