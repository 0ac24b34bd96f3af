/**
 * Stands in for `node:http` inside the functions' bundles.
 *
 * An `import` of it reads every export, and with them the lazy ones for WebSockets, which load the whole of `fetch`: some 25 ms of the
 * webhook's cold start, for a client that it never uses. Taken as a value, nothing is read but what is used here.
 */
const http = process.getBuiltinModule('node:http');

export const { Agent, get, request, STATUS_CODES } = http;
export default http;
