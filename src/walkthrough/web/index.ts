/** The guided walk as a local web page: who may open it, what it serves, and the command that runs it. */
export { type ServeWalkRequest, type ServeWalkResult, serveWalk } from './serve-walk.ts';
export type { ServerEvent } from './server-events.ts';
export { startWalkServer, type WalkServer, type WalkServerOptions } from './walk-server.ts';
