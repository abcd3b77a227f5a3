/**
 * Authentication and authorization of requests, cheap checks first: rate limit, headers, permission, age of the nonce, replay,
 * signature. Only requests of verified and permitted hotkeys leave state in memory, apart from rate limits.
 */
package weir.axon.internal.auth;
