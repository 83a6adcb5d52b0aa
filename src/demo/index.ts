export { startDemoUpstream } from './demo-upstream.js';
export { SHOWCASE_MANAGERS, SHOWCASE_OWNERS, showcaseClients } from './showcase.js';
