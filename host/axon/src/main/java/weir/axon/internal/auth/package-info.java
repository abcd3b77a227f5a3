/**
 * Authentication and authorization of requests, cheap checks first: rate limit, headers, permission, nonce window, replay,
 * signature. Only a verified and permitted hotkey leaves state in memory.
 */
package weir.axon.internal.auth;
