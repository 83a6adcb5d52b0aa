export { AlertMessage } from './alert-message.dto.js';
export { AlertsModule } from './alerts.module.js';
export { Incident } from './incident.entity.js';
export { IncidentMonitor } from './incident-monitor.js';
export type { IncidentSummary } from './incident-monitor.js';
