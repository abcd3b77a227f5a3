/** {@code weir bench verify}: the price of one sr25519 verification, beside Rust's schnorrkel. */
package weir.bench.verify;
