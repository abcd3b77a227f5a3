/**
 * Who may ask. One class a step, cheap steps first, so that a stranger costs microseconds: headers, permission, nonce
 * window, signature, replay. Only a verified and known hotkey leaves anything in memory.
 */
package weir.axon.internal.access;
