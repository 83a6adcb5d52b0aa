// Made from the OpenAPI document by `npm run reference`. Do not edit.
import type { Day } from '../../../domain/index.js';

export interface paths {
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** State of every component; values only for callers with a role */
        readonly get: operations["healthReport"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/live": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The process responds */
        readonly get: operations["healthLive"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The replica is readable and migrated, and jobs are being done */
        readonly get: operations["healthReady"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Prometheus metrics */
        readonly get: operations["healthScrape"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** API tokens without their secrets, the expired and revoked ones too */
        readonly get: operations["apiTokensList"];
        readonly put?: never;
        /** Make an API token; only this response holds its secret. Needs a confirmed session */
        readonly post: operations["apiTokensCreate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens/{id}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End an API token for good */
        readonly post: operations["apiTokensRevoke"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/leaderboard": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Ranked list of the clients for a period, with comparison, coverage and a daily line */
        readonly get: operations["statsLeaderboard"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/attention": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Platforms of active clients that sold 30% less in a week than on the same weekdays of the four weeks before, report a suspicious zero or have stopped */
        readonly get: operations["statsAttention"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/stats": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One client: figures, every day of the period, buckets, platforms, comparison */
        readonly get: operations["statsPage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/stats/yesterday": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who reported the last business day, who is missing, and who no longer reports */
        readonly get: operations["statsYesterday"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/stats/gaps": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which clients miss which days, and the sync that reads them again */
        readonly get: operations["statsMissing"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/stats/export.csv": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The ranked list, or every day of every listed client, as CSV */
        readonly get: operations["statsExport"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/put-aside": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Put the attention entries of a client aside until a day, with a note */
        readonly put: operations["putAsidePut"];
        readonly post?: never;
        /** List the attention entries of a client again */
        readonly delete: operations["putAsideTakeBack"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/export.csv": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Clients that are not archived as CSV that can be edited and imported again */
        readonly get: operations["clientsImportExport"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/import/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What an import of this file would create, change and reject; nothing is written */
        readonly post: operations["clientsImportPreview"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/import/apply": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Import a file as it was previewed; 409 when the file or the clients changed since */
        readonly post: operations["clientsImportApply"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Clients by name */
        readonly get: operations["clientsList"];
        readonly put?: never;
        /** Add a client; its first sync follows by itself */
        readonly post: operations["clientsCreate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One client */
        readonly get: operations["clientsFindOne"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Change a client: absent fields stay, null clears */
        readonly patch: operations["clientsUpdate"];
        readonly trace?: never;
    };
    readonly "/api/v1/clients/assign": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Give several clients the same manager, status or both, in one transaction */
        readonly post: operations["clientsAssign"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/archive": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Take a client out of lists and syncs; its statistics stay */
        readonly post: operations["clientsArchive"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/restore": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Undo an archive */
        readonly post: operations["clientsRestore"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/notes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Notes of a client with their days, newest day first */
        readonly get: operations["clientNotesList"];
        readonly put?: never;
        /** Add a note to a day of a client */
        readonly post: operations["clientNotesCreate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/notes/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Delete a note */
        readonly delete: operations["clientNotesDelete"];
        readonly options?: never;
        readonly head?: never;
        /** Change a note: absent fields stay */
        readonly patch: operations["clientNotesUpdate"];
        readonly trace?: never;
    };
    readonly "/api/v1/owners": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Owners by name, each with their clients */
        readonly get: operations["ownersList"];
        readonly put?: never;
        /** Add an owner; a client names its owner in `ownerId` */
        readonly post: operations["ownersCreate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/owners/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One owner with their clients */
        readonly get: operations["ownersFindOne"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Change an owner: absent fields stay, null clears */
        readonly patch: operations["ownersUpdate"];
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/upstream-matches": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Names that upstream lists and that look like this client’s upstream name */
        readonly get: operations["upstreamMatchesList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/report": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Report of a month or period of a client for its owner, as JSON, text or XLSX */
        readonly get: operations["reportsFindOfClient"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/owners/{id}/report": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The same report of all clients of an owner together */
        readonly get: operations["reportsFindOfOwner"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/report-comment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Write what the report of a client says about a period; an empty text deletes it */
        readonly put: operations["reportsCommentOnClient"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/owners/{id}/report-comment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Write what the report of an owner says about a period; an empty text deletes it */
        readonly put: operations["reportsCommentOnOwner"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/clients/{id}/report-links": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Links to reports of a client, newest first */
        readonly get: operations["reportsListOfClient"];
        readonly put?: never;
        /** Make a link by which a report of a client opens without a login */
        readonly post: operations["reportsLinkClient"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/owners/{id}/report-links": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Links to reports of an owner, newest first */
        readonly get: operations["reportsListOfOwner"];
        readonly put?: never;
        /** Make a link by which a report of an owner opens without a login */
        readonly post: operations["reportsLinkOwner"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/report-links/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Revoke a link to a report */
        readonly delete: operations["reportsRevoke"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Start a run; while one is active, its id is returned instead */
        readonly post: operations["syncStart"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where the copying stands, and what the replica holds */
        readonly get: operations["syncStatus"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/incomplete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Restaurants whose latest copy failed or has rejected rows, in any run, and why */
        readonly get: operations["syncIncomplete"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/incomplete/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A new run of every restaurant that is not copied, whichever run left it so */
        readonly post: operations["syncRetryIncomplete"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Runs, the newest first */
        readonly get: operations["syncRuns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/runs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One run with its progress and counts */
        readonly get: operations["syncRun"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/runs/{id}/items": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The restaurants of a run: how each one ended, and why */
        readonly get: operations["syncItems"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/runs/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End the active run now */
        readonly post: operations["syncCancel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/runs/{id}/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A new run of every restaurant of a finished run that is not done */
        readonly post: operations["syncRetry"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What copying one client exactly would change; reads upstream, writes nothing */
        readonly post: operations["syncPreview"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sync/runs/{id}/items/{itemId}/accept-empty": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Accept a suspicious empty response: copies that window again, exactly */
        readonly post: operations["syncAcceptEmpty"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Server-sent events: progress, run, collection, replica-updated
         * @description The stream begins with what is active and ends with the credentials. A line that begins with a colon is a heartbeat, every 15 seconds. Events have no ids: after a lost connection the stream begins with what is active then, so read `GET /api/v1/sync/runs/{id}` to learn whether a run has ended meanwhile.
         */
        readonly get: operations["eventsStream"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/collection": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Ask upstream to collect; with `thenSync`, copy the days it rewrites when it is over */
        readonly post: operations["collectionStart"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/collection/status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The active collection and the last one */
        readonly get: operations["collectionStatus"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/collection/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Collections, the newest first */
        readonly get: operations["collectionRuns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/ingest": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Push numbers of restaurants; the response is the receipt */
        readonly post: operations["ingestPush"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/collector/save_stats": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Push the numbers of one restaurant in the form of the old collector */
        readonly post: operations["ingestSaveStats"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/ingest/receipts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Receipts of your pushes, the newest first */
        readonly get: operations["ingestList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/ingest/receipts/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One receipt of your pushes */
        readonly get: operations["ingestFindOne"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/dashboard": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The ranked list in short, totals, daily line and who needs attention, for the dashboard */
        readonly get: operations["dashboardDataBoard"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/dashboard/notes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The notes of the clients of a list, for the flags of its chart on the dashboard */
        readonly get: operations["dashboardDataNotes"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/dashboard/clients/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A client's page with what is written about it and how its last sync went, for the dashboard */
        readonly get: operations["dashboardDataClient"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/stats/export.xlsx": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The ranked list, or every day of every listed client, as an Excel workbook for people */
        readonly get: operations["xlsxExportDownload"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface webhooks {
    readonly alert: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * An incident began or ended
         * @description Sent to `ALERT_WEBHOOK_URL`, three times at most within 30 seconds, and again after two minutes until the receiver returns a 2xx. The signature is that of Standard Webhooks 1.0.
         */
        readonly post: operations["sendAlert"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description The state of every component. */
        readonly HealthReport: {
            /**
             * @description `ok` and `degraded` come with 200: the numbers are served. The others come with 503.
             * @enum {string}
             */
            readonly status: "ok" | "degraded" | "error" | "shutting_down";
            /** @description The components that are up. */
            readonly info?: components["schemas"]["HealthComponents"];
            /** @description The components that are down. */
            readonly error?: components["schemas"]["HealthComponents"];
            /** @description All components. */
            readonly details: components["schemas"]["HealthComponents"];
            /** @description The version of the product; for callers with a role. */
            readonly version?: string;
        };
        /** @description The components of the product by name. */
        readonly HealthComponents: {
            /** @description The database. */
            readonly replica?: {
                /**
                 * @description `degraded`: something needs a person, and the numbers are served.
                 * @enum {string}
                 */
                readonly status: "up" | "degraded" | "down";
                /** @description Days of all clients. */
                readonly totalRecords?: number;
                /** @description Clients that are not archived. */
                readonly clientsCount?: number;
                /**
                 * @description Why the replica cannot be written.
                 * @enum {string}
                 */
                readonly code?: "disk_full" | "database_read_only" | "database_io";
                /** @description What is wrong, for a person. */
                readonly message?: string;
            };
            /** @description How fresh the statistics are. */
            readonly data?: {
                /**
                 * @description `degraded`: something needs a person, and the numbers are served.
                 * @enum {string}
                 */
                readonly status: "up" | "degraded" | "down";
                /** @description When the upstream last responded in full. */
                readonly syncedAt?: components["schemas"]["Instant"] | null;
                readonly dataThrough?: components["schemas"]["DataThrough"];
                readonly yesterday?: components["schemas"]["YesterdayCounts"];
                /**
                 * @description The time of day in the business time zone by which yesterday is expected.
                 * @example 09:30
                 */
                readonly dueBy?: string;
                /** @description Null after the first copy has ended. */
                readonly firstCopy?: components["schemas"]["FirstCopyProgress"] | null;
                /**
                 * @description `never`: no data yet. `copying`: the first copy has not ended. `fresh`: yesterday is complete. `due`: it is not, and is not expected yet. `late`: nothing but yesterday is missing, for one client or for at most half of the expected ones. `stale`: it is missing for most of several, or a platform ends before the day before yesterday.
                 * @enum {string}
                 */
                readonly state?: "never" | "copying" | "fresh" | "due" | "late" | "stale";
                /** @description What is wrong, for a person. */
                readonly message?: string;
            };
            /** @description The statistics server, by the last call. */
            readonly upstream?: {
                /**
                 * @description `degraded`: something needs a person, and the numbers are served.
                 * @enum {string}
                 */
                readonly status: "up" | "degraded" | "down";
                /** @description The status or code of the last call of this process. */
                readonly lastCall?: string | null;
            };
            /** @description The jobs that notify the workers. */
            readonly queue?: {
                /**
                 * @description `degraded`: something needs a person, and the numbers are served.
                 * @enum {string}
                 */
                readonly status: "up" | "degraded" | "down";
                /**
                 * @description `bullmq` with Redis.
                 * @enum {string}
                 */
                readonly driver?: "embedded" | "bullmq";
                /** @description Jobs that wait. */
                readonly waiting?: number;
                /** @description Jobs that are being done. */
                readonly active?: number;
                /** @description What is wrong, for a person. */
                readonly message?: string;
            };
            /** @description The runs. */
            readonly sync?: {
                /**
                 * @description `degraded`: something needs a person, and the numbers are served.
                 * @enum {string}
                 */
                readonly status: "up" | "degraded" | "down";
                /** @description Whether a run is active. */
                readonly running?: boolean;
                /** @description The run that was planned last. */
                readonly lastRun?: {
                    readonly id: number;
                    /**
                     * @description Its status.
                     * @enum {string}
                     */
                    readonly status: "queued" | "running" | "completed" | "partial" | "failed" | "cancelled" | "interrupted";
                } | null;
                readonly incomplete?: components["schemas"]["Incomplete"];
                readonly lastSuccessAt?: components["schemas"]["Instant"] | null;
                readonly nextRunAt?: components["schemas"]["Instant"] | null;
                /** @description What is wrong, for a person. */
                readonly message?: string;
            };
            /** @description The scheduled backups. */
            readonly backup?: {
                /**
                 * @description `degraded`: something needs a person, and the numbers are served.
                 * @enum {string}
                 */
                readonly status: "up" | "degraded" | "down";
                readonly lastGoodAt?: components["schemas"]["Instant"] | null;
                readonly nextBackupAt?: components["schemas"]["Instant"] | null;
                /** @description What is wrong, for a person. */
                readonly message?: string;
            };
            /** @description Whether anybody does the jobs. */
            readonly consumer?: {
                /**
                 * @description `degraded`: something needs a person, and the numbers are served.
                 * @enum {string}
                 */
                readonly status: "up" | "degraded" | "down";
                /** @description What is wrong, for a person. */
                readonly message?: string;
            };
        };
        /**
         * Format: date-time
         * @description An instant, ISO 8601 UTC.
         * @example 2026-11-20T01:00:00.000Z
         */
        readonly Instant: string;
        /** @description The last day that each platform reported; null when it never did. */
        readonly DataThrough: {
            readonly grab: components["schemas"]["Day"] | null;
            readonly gojek: components["schemas"]["Day"] | null;
        };
        /**
         * Format: date
         * @description A business day of the years 2000 to 2099, `YYYY-MM-DD`. It has no time zone.
         * @example 2026-11-20
         */
        readonly Day: Day;
        /** @description The last complete business day. */
        readonly YesterdayCounts: {
            readonly date: components["schemas"]["Day"];
            /** @description The clients that are expected to have reported the day. */
            readonly expected: number;
            /** @description Those of them that have not. */
            readonly missing: number;
        };
        /** @description How far the first copy of all active clients has come. */
        readonly FirstCopyProgress: {
            /** @description Clients that were copied at least once. */
            readonly copied: number;
            readonly total: number;
        };
        /** @description The numbers of active clients that are not completely copied. */
        readonly Incomplete: {
            /** @description Clients whose latest item is not `done`. Their held rows are from before. */
            readonly notCopied: number;
            /** @description Clients among them for which the upstream sent nothing where the replica holds rows. */
            readonly suspiciousEmpty: number;
            /** @description Clients that were copied except for rejected rows. */
            readonly refused: number;
        };
        /** @description The process responds. */
        readonly LiveReport: {
            /**
             * @description Always the same.
             * @enum {string}
             */
            readonly status: "ok";
        };
        /** @description All API tokens, oldest first. */
        readonly ApiTokenList: {
            readonly items: readonly components["schemas"]["ApiToken"][];
            readonly total: number;
        };
        /** @description An API token without its secret. */
        readonly ApiToken: {
            readonly id: number;
            /** @description What the token is for. */
            readonly name: string;
            /**
             * @description What the token may do.
             * @enum {string}
             */
            readonly role: "admin" | "manager" | "monitor" | "collector";
            /** @description Null for a token that does not expire. */
            readonly expiresAt: components["schemas"]["Instant"] | null;
            /** @description Null for a token that is not revoked. */
            readonly revokedAt: components["schemas"]["Instant"] | null;
            readonly createdAt: components["schemas"]["Instant"];
        };
        /**
         * @description A new API token.
         * @example {
         *       "name": "grafana",
         *       "role": "monitor",
         *       "days": 365
         *     }
         */
        readonly NewToken: {
            /** @description What the token is for. The audit log calls its user `token:NAME`. */
            readonly name: string;
            /**
             * @description What the token may do. A `collector` pushes numbers and reads its receipts, and nothing else.
             * @enum {string}
             */
            readonly role: "admin" | "manager" | "monitor" | "collector";
            /** @description Valid for so many days; without it until it is revoked. */
            readonly days?: number;
        };
        /** @description A token that was made. */
        readonly MadeToken: {
            readonly id: number;
            /** @description The secret. No other response holds it. */
            readonly token: string;
        };
        /** @description A token that was revoked. */
        readonly RevokedToken: {
            readonly id: number;
            /**
             * @description The token is revoked for good.
             * @enum {boolean}
             */
            readonly revoked: true;
        };
        /** @description The clients, ranked by a figure of the period. */
        readonly Leaderboard: {
            readonly period: components["schemas"]["Period"];
            readonly comparePeriod: components["schemas"]["Period"] | null;
            readonly freshness: components["schemas"]["Freshness"];
            /** @description Every client that passes the filters, also those on other pages. */
            readonly totals: components["schemas"]["LeaderboardTotals"];
            readonly clients: readonly components["schemas"]["LeaderboardClient"][];
            /** @description Absent when the query asks for no page. */
            readonly page?: number;
            /** @description Absent when the query asks for no page. */
            readonly perPage?: number;
            /** @description The number of clients of all pages. */
            readonly total: number;
        };
        /** @description Consecutive business days from `from` to `to`, both included. */
        readonly Period: {
            readonly from: components["schemas"]["Day"];
            readonly to: components["schemas"]["Day"];
        };
        /** @description Through which day the data reach, and when they were copied. */
        readonly Freshness: {
            /** @description Whether the numbers come from the demo upstream. */
            readonly demo: boolean;
            /** @description When the upstream last responded in full. */
            readonly syncedAt: components["schemas"]["Instant"] | null;
            readonly dataThrough: components["schemas"]["DataThrough"];
            readonly yesterday: components["schemas"]["YesterdayCounts"];
            /**
             * @description The time of day in the business time zone by which yesterday is expected.
             * @example 09:30
             */
            readonly dueBy: string;
            /** @description Null after the first copy has ended. */
            readonly firstCopy: components["schemas"]["FirstCopyProgress"] | null;
            /**
             * @description `never`: no data yet. `copying`: the first copy has not ended. `fresh`: yesterday is complete. `due`: it is not, and is not expected yet. `late`: nothing but yesterday is missing, for one client or for at most half of the expected ones. `stale`: it is missing for most of several, or a platform ends before the day before yesterday.
             * @enum {string}
             */
            readonly state: "never" | "copying" | "fresh" | "due" | "late" | "stale";
        };
        /** @description The delta of every figure as a fraction; null where there is none. */
        readonly Deltas: {
            /** @description The change of: Grab net sales. */
            readonly grabSales: number | null;
            /** @description The change of: Grab orders. */
            readonly grabOrders: number | null;
            /** @description The change of: Grab ads spend, discounts not included. */
            readonly grabAdsSpend: number | null;
            /** @description The change of: Grab sales from ads. */
            readonly grabAdsSales: number | null;
            /** @description The change of: Grab new customers. */
            readonly grabNewCustomers: number | null;
            /** @description The change of: Grab repeated customers. */
            readonly grabRepeatedCustomers: number | null;
            /** @description The change of: Grab orders the agency placed itself. */
            readonly grabFakeOrders: number | null;
            /** @description The change of: GoJek gross sales of completed orders. */
            readonly gojekSales: number | null;
            /** @description The change of: GoJek orders. */
            readonly gojekOrders: number | null;
            /** @description The change of: GoJek ads spend, discounts included. */
            readonly gojekAdsSpend: number | null;
            /** @description The change of: GoJek sales from ads. */
            readonly gojekAdsSales: number | null;
            /** @description The change of: GoJek new customers. */
            readonly gojekNewCustomers: number | null;
            /** @description The change of: GoJek reactivated customers. */
            readonly gojekReturnedCustomers: number | null;
            /** @description The change of: GoJek orders the agency placed itself. */
            readonly gojekFakeOrders: number | null;
            /** @description The change of: Grab net sales and GoJek gross sales. */
            readonly totalSales: number | null;
            /** @description The change of: Orders of both platforms. */
            readonly totalOrders: number | null;
            /** @description The change of: New customers of both platforms. */
            readonly newCustomers: number | null;
            /** @description The change of: Ads spend of both platforms. */
            readonly adsSpend: number | null;
            /** @description The change of: Sales from ads of both platforms. */
            readonly adsSales: number | null;
            /** @description The change of: Orders the agency placed itself, on both platforms. */
            readonly fakeOrders: number | null;
            /** @description The change of: Sales / orders. */
            readonly averageCheck: number | null;
            /** @description The change of: Sales from ads / ads spend. */
            readonly roas: number | null;
            /** @description The change of: Ads spend / sales. */
            readonly adShare: number | null;
        };
        /** @description How much of a period can be compared. */
        readonly Matched: {
            /** @description The pairs of which both platform-days were reported. */
            readonly pairs: number;
            /** @description The larger of the numbers of reported platform-days of the two periods. */
            readonly of: number;
            /** @description pairs / of; null when nothing was reported. */
            readonly share: number | null;
        };
        /** @description How much of a period was reported; of several clients, in client-days. */
        readonly Coverage: {
            /** @description Days on which any platform reported. */
            readonly days: number;
            /** @description Days on which a report was expected. */
            readonly expected: number;
            /** @description Days on which Grab reported. */
            readonly grab: number;
            /** @description Days on which GoJek reported. */
            readonly gojek: number;
        };
        /** @description The figures of all listed clients together. */
        readonly LeaderboardTotals: {
            /** @description Grab net sales, rupiah. */
            readonly grabSales: number | null;
            /** @description Grab orders, a count. */
            readonly grabOrders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly grabAdsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly grabAdsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly grabNewCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly grabRepeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly grabFakeOrders: number | null;
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly gojekSales: number | null;
            /** @description GoJek orders, a count. */
            readonly gojekOrders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly gojekAdsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly gojekAdsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly gojekNewCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly gojekReturnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly gojekFakeOrders: number | null;
            /** @description Grab net sales and GoJek gross sales, rupiah. */
            readonly totalSales: number | null;
            /** @description Orders of both platforms, a count. */
            readonly totalOrders: number | null;
            /** @description New customers of both platforms, a count. */
            readonly newCustomers: number | null;
            /** @description Ads spend of both platforms, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads of both platforms, rupiah. */
            readonly adsSales: number | null;
            /** @description Orders the agency placed itself, on both platforms, a count. */
            readonly fakeOrders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Sales from ads / ads spend, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            readonly delta: components["schemas"]["Deltas"];
            /** @description How much is compared; null without a comparison. */
            readonly matched: components["schemas"]["Matched"] | null;
            /** @description How much more was sold, in rupiah; null where `matched.share` is too small for a delta. */
            readonly totalSalesDelta: number | null;
            readonly coverage: components["schemas"]["Coverage"];
            /** @description The total sales of each day of the period in rupiah; null for a day without a report. */
            readonly spark: readonly (number | null)[];
        };
        /** @description One row of the ranked list. */
        readonly LeaderboardClient: {
            readonly id: number;
            /** @description The name on screen. */
            readonly name: string;
            /**
             * @description Scheduled runs copy `active` clients.
             * @enum {string}
             */
            readonly status: "active" | "paused" | "churned";
            /** @description Null for a client that is not archived. */
            readonly archivedAt: components["schemas"]["Instant"] | null;
            /** @description The user who looks after the client. */
            readonly managerId: number | null;
            /** @description Grab net sales, rupiah. */
            readonly grabSales: number | null;
            /** @description Grab orders, a count. */
            readonly grabOrders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly grabAdsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly grabAdsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly grabNewCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly grabRepeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly grabFakeOrders: number | null;
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly gojekSales: number | null;
            /** @description GoJek orders, a count. */
            readonly gojekOrders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly gojekAdsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly gojekAdsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly gojekNewCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly gojekReturnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly gojekFakeOrders: number | null;
            /** @description Grab net sales and GoJek gross sales, rupiah. */
            readonly totalSales: number | null;
            /** @description Orders of both platforms, a count. */
            readonly totalOrders: number | null;
            /** @description New customers of both platforms, a count. */
            readonly newCustomers: number | null;
            /** @description Ads spend of both platforms, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads of both platforms, rupiah. */
            readonly adsSales: number | null;
            /** @description Orders the agency placed itself, on both platforms, a count. */
            readonly fakeOrders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Sales from ads / ads spend, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            readonly delta: components["schemas"]["Deltas"];
            /** @description How much is compared; null without a comparison. */
            readonly matched: components["schemas"]["Matched"] | null;
            /** @description How much more was sold, in rupiah; null where `matched.share` is too small for a delta. */
            readonly totalSalesDelta: number | null;
            readonly coverage: components["schemas"]["Coverage"];
            /** @description The total sales of each day of the period in rupiah; null for a day without a report. */
            readonly spark: readonly (number | null)[];
            readonly dataThrough: components["schemas"]["DataThrough"];
            readonly suspiciousZeros: readonly components["schemas"]["SuspiciousZero"][];
        };
        /** @description A platform reports no sales and no orders on this day, although it usually sells and others sold. */
        readonly SuspiciousZero: {
            readonly date: components["schemas"]["Day"];
            readonly platform: components["schemas"]["Platform"];
        };
        /**
         * @description `grab` is GrabFood, `gojek` is GoFood.
         * @enum {string}
         */
        readonly Platform: "grab" | "gojek";
        /** @description The clients that need attention in a week. */
        readonly AttentionList: {
            readonly period: components["schemas"]["Period"];
            /** @description The largest loss in rupiah first, without those that are put aside. */
            readonly clients: readonly components["schemas"]["NeedsAttention"][];
            readonly putAside: readonly components["schemas"]["PutAsideClient"][];
        };
        /** @description A platform of a client that sells far less than usual, reports a suspicious zero or has stopped. */
        readonly NeedsAttention: {
            readonly id: number;
            readonly name: string;
            readonly platform: components["schemas"]["Platform"];
            /** @description The sales of the days that can be compared, in rupiah. */
            readonly sales: number | null;
            /** @description The usual sales of the same weekdays, in rupiah. */
            readonly usual: number | null;
            /** @description The delta as a fraction of `usual`; null when no day of the week can be compared. */
            readonly change: number | null;
            /** @description Days of the week that could be compared. */
            readonly days: number;
            /** @description The days of the week with a suspicious zero. */
            readonly zeros: readonly components["schemas"]["Day"][];
            /** @description The day after the last report of a platform that has stopped while the other one reports; null for any other. */
            readonly stoppedSince: components["schemas"]["Day"] | null;
        };
        /** @description A client that needs attention and that somebody has put aside. */
        readonly PutAsideClient: {
            readonly id: number;
            readonly name: string;
            /** @description The first day on which the entries are listed again. */
            readonly until: components["schemas"]["Day"];
            /** @description Why they may wait. */
            readonly note: string;
            /** @description An e-mail address or `token:NAME`. */
            readonly author: string;
            readonly entries: readonly components["schemas"]["NeedsAttention"][];
        };
        /** @description The figures and days of one client and period. */
        readonly ClientPage: {
            readonly client: components["schemas"]["ListedClient"];
            readonly period: components["schemas"]["Period"];
            readonly comparePeriod: components["schemas"]["Period"] | null;
            readonly summary: components["schemas"]["ComparedFigures"];
            readonly compare: components["schemas"]["ClientComparison"] | null;
            /** @description Every day of the period, oldest first. */
            readonly days: readonly components["schemas"]["ClientDay"][];
            /** @description Absent when the query names no interval. */
            readonly buckets?: readonly components["schemas"]["ClientBucket"][];
            /** @description The figures of each platform and of both together, with their deltas. */
            readonly platforms: {
                readonly grab: components["schemas"]["ComparedPlatformFigures"];
                readonly gojek: components["schemas"]["ComparedPlatformFigures"];
                readonly total: components["schemas"]["ComparedPlatformFigures"];
            };
            readonly coverage: components["schemas"]["Coverage"];
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** @description A client, as reports name it. */
        readonly ListedClient: {
            readonly id: number;
            /** @description The name on screen. */
            readonly name: string;
            /**
             * @description Scheduled runs copy `active` clients.
             * @enum {string}
             */
            readonly status: "active" | "paused" | "churned";
            /** @description Null for a client that is not archived. */
            readonly archivedAt: components["schemas"]["Instant"] | null;
            /** @description The user who looks after the client. */
            readonly managerId: number | null;
        };
        /** @description The figures of a period and how they compare. */
        readonly ComparedFigures: {
            /** @description Grab net sales, rupiah. */
            readonly grabSales: number | null;
            /** @description Grab orders, a count. */
            readonly grabOrders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly grabAdsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly grabAdsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly grabNewCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly grabRepeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly grabFakeOrders: number | null;
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly gojekSales: number | null;
            /** @description GoJek orders, a count. */
            readonly gojekOrders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly gojekAdsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly gojekAdsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly gojekNewCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly gojekReturnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly gojekFakeOrders: number | null;
            /** @description Grab net sales and GoJek gross sales, rupiah. */
            readonly totalSales: number | null;
            /** @description Orders of both platforms, a count. */
            readonly totalOrders: number | null;
            /** @description New customers of both platforms, a count. */
            readonly newCustomers: number | null;
            /** @description Ads spend of both platforms, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads of both platforms, rupiah. */
            readonly adsSales: number | null;
            /** @description Orders the agency placed itself, on both platforms, a count. */
            readonly fakeOrders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Sales from ads / ads spend, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            readonly delta: components["schemas"]["Deltas"];
            /** @description How much is compared; null without a comparison. */
            readonly matched: components["schemas"]["Matched"] | null;
            /** @description How much more was sold, in rupiah; null where `matched.share` is too small for a delta. */
            readonly totalSalesDelta: number | null;
        };
        /** @description The figures of the comparison period. */
        readonly ClientComparison: {
            /** @description Grab net sales, rupiah. */
            readonly grabSales: number | null;
            /** @description Grab orders, a count. */
            readonly grabOrders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly grabAdsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly grabAdsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly grabNewCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly grabRepeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly grabFakeOrders: number | null;
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly gojekSales: number | null;
            /** @description GoJek orders, a count. */
            readonly gojekOrders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly gojekAdsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly gojekAdsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly gojekNewCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly gojekReturnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly gojekFakeOrders: number | null;
            /** @description Grab net sales and GoJek gross sales, rupiah. */
            readonly totalSales: number | null;
            /** @description Orders of both platforms, a count. */
            readonly totalOrders: number | null;
            /** @description New customers of both platforms, a count. */
            readonly newCustomers: number | null;
            /** @description Ads spend of both platforms, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads of both platforms, rupiah. */
            readonly adsSales: number | null;
            /** @description Orders the agency placed itself, on both platforms, a count. */
            readonly fakeOrders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Sales from ads / ads spend, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            readonly coverage: components["schemas"]["Coverage"];
            readonly days: readonly components["schemas"]["ClientDay"][];
            readonly platforms: components["schemas"]["PlatformTable"];
        };
        /** @description A day of a client, and whether it is complete. */
        readonly ClientDay: {
            readonly date: components["schemas"]["Day"];
            /** @description Null when Grab did not report. */
            readonly grab: components["schemas"]["GrabMetrics"] | null;
            /** @description Null when GoJek did not report. */
            readonly gojek: components["schemas"]["GojekMetrics"] | null;
            /** @description Rupiah; null when no platform reported sales. */
            readonly totalSales: number | null;
            /** @description Null when no platform reported orders. */
            readonly totalOrders: number | null;
            /** @description Whether every expected platform reported and the day is over. */
            readonly complete: boolean;
            /** @description The platforms that are expected to report the day and did not; none before the day is over. */
            readonly missing: readonly components["schemas"]["Platform"][];
            /** @description The platforms that report no sales and no orders, although they usually sell and others did. */
            readonly suspiciousZeros: readonly components["schemas"]["Platform"][];
        };
        /** @description What Grab reported for a day; money in rupiah. */
        readonly GrabMetrics: {
            /** @description Grab net sales, rupiah. */
            readonly sales: number | null;
            /** @description Grab orders, a count. */
            readonly orders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly adsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly adsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly newCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly repeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly fakeOrders: number | null;
        };
        /** @description What GoJek reported for a day; money in rupiah. */
        readonly GojekMetrics: {
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly sales: number | null;
            /** @description GoJek orders, a count. */
            readonly orders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly adsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly adsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly newCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly returnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly fakeOrders: number | null;
        };
        /** @description The figures of each platform and of both together. */
        readonly PlatformTable: {
            readonly grab: components["schemas"]["PlatformFigures"];
            readonly gojek: components["schemas"]["PlatformFigures"];
            readonly total: components["schemas"]["PlatformFigures"];
        };
        /** @description One row of the platform table. Money is in rupiah. */
        readonly PlatformFigures: {
            /** @description Grab: net sales. GoJek: gross sales of completed orders, rupiah. */
            readonly sales: number | null;
            /** @description Orders, a count. */
            readonly orders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Ads spend, which includes discounts on GoJek and does not on Grab, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads, rupiah. */
            readonly adsSales: number | null;
            /** @description Sales from ads / ads spend; not comparable across platforms, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            /** @description New customers, a count. */
            readonly newCustomers: number | null;
            /** @description Grab: repeated customers. GoJek: reactivated customers only, a count. */
            readonly returningCustomers: number | null;
            /** @description Orders the agency placed itself, a count. */
            readonly fakeOrders: number | null;
        };
        /** @description The figures of some days. `reported` and `expected` count days. */
        readonly ClientBucket: {
            readonly from: components["schemas"]["Day"];
            readonly to: components["schemas"]["Day"];
            /** @description Grab net sales, rupiah. */
            readonly grabSales: number | null;
            /** @description Grab orders, a count. */
            readonly grabOrders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly grabAdsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly grabAdsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly grabNewCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly grabRepeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly grabFakeOrders: number | null;
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly gojekSales: number | null;
            /** @description GoJek orders, a count. */
            readonly gojekOrders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly gojekAdsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly gojekAdsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly gojekNewCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly gojekReturnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly gojekFakeOrders: number | null;
            /** @description Grab net sales and GoJek gross sales, rupiah. */
            readonly totalSales: number | null;
            /** @description Orders of both platforms, a count. */
            readonly totalOrders: number | null;
            /** @description New customers of both platforms, a count. */
            readonly newCustomers: number | null;
            /** @description Ads spend of both platforms, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads of both platforms, rupiah. */
            readonly adsSales: number | null;
            /** @description Orders the agency placed itself, on both platforms, a count. */
            readonly fakeOrders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Sales from ads / ads spend, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            /** @description How many were reported. */
            readonly reported: number;
            /** @description How many reports were expected. */
            readonly expected: number;
            /** @description Whether all that was expected has been reported and every day is over. */
            readonly complete: boolean;
        };
        /** @description A row of the platform table with its deltas. */
        readonly ComparedPlatformFigures: {
            /** @description Grab: net sales. GoJek: gross sales of completed orders, rupiah. */
            readonly sales: number | null;
            /** @description Orders, a count. */
            readonly orders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Ads spend, which includes discounts on GoJek and does not on Grab, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads, rupiah. */
            readonly adsSales: number | null;
            /** @description Sales from ads / ads spend; not comparable across platforms, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            /** @description New customers, a count. */
            readonly newCustomers: number | null;
            /** @description Grab: repeated customers. GoJek: reactivated customers only, a count. */
            readonly returningCustomers: number | null;
            /** @description Orders the agency placed itself, a count. */
            readonly fakeOrders: number | null;
            readonly delta: components["schemas"]["PlatformDeltas"];
            readonly matched: components["schemas"]["Matched"] | null;
        };
        /** @description The deltas of one row of the platform table, as fractions. */
        readonly PlatformDeltas: {
            /** @description The change of: Grab: net sales. GoJek: gross sales of completed orders. */
            readonly sales: number | null;
            /** @description The change of: Orders. */
            readonly orders: number | null;
            /** @description The change of: Sales / orders. */
            readonly averageCheck: number | null;
            /** @description The change of: Ads spend, which includes discounts on GoJek and does not on Grab. */
            readonly adsSpend: number | null;
            /** @description The change of: Sales from ads. */
            readonly adsSales: number | null;
            /** @description The change of: Sales from ads / ads spend; not comparable across platforms. */
            readonly roas: number | null;
            /** @description The change of: Ads spend / sales. */
            readonly adShare: number | null;
            /** @description The change of: New customers. */
            readonly newCustomers: number | null;
            /** @description The change of: Grab: repeated customers. GoJek: reactivated customers only. */
            readonly returningCustomers: number | null;
            /** @description The change of: Orders the agency placed itself. */
            readonly fakeOrders: number | null;
        };
        /** @description Who reported the last business day and who did not. */
        readonly Yesterday: {
            readonly date: components["schemas"]["Day"];
            /** @description The active clients that usually report. */
            readonly expected: number;
            /** @description Those of them whose expected platforms all reported. */
            readonly reported: number;
            /** @description The others, by name. */
            readonly missing: readonly components["schemas"]["MissingClient"][];
            /** @description Active clients that have stopped for so long that nothing is expected of them any more, by name. */
            readonly noLongerReporting: readonly components["schemas"]["StoppedClient"][];
        };
        /** @description A client and the expected platforms that did not report. */
        readonly MissingClient: {
            readonly id: number;
            readonly name: string;
            readonly platforms: readonly components["schemas"]["Platform"][];
        };
        /** @description A client that usually reported and has stopped. */
        readonly StoppedClient: {
            readonly id: number;
            readonly name: string;
            /** @description The first day without a report. */
            readonly since: components["schemas"]["Day"];
        };
        /** @description Which clients miss which days. */
        readonly Gaps: {
            readonly period: components["schemas"]["Period"];
            /** @description The clients with gaps, most missing days first. */
            readonly clients: readonly components["schemas"]["ClientGaps"][];
            /** @description Null when nothing is missing. */
            readonly heal: components["schemas"]["HealRequest"] | null;
        };
        /** @description A client and its missing days inside the period. */
        readonly ClientGaps: {
            readonly id: number;
            readonly name: string;
            /** @description Days on which at least one platform should have reported and did not. */
            readonly missing: number;
            /** @description Oldest first. */
            readonly gaps: readonly components["schemas"]["Gap"][];
        };
        /** @description Consecutive days on which the same platforms did not report. */
        readonly Gap: {
            readonly from: components["schemas"]["Day"];
            readonly to: components["schemas"]["Day"];
            /** @description The number of days. */
            readonly days: number;
            readonly platforms: readonly components["schemas"]["Platform"][];
        };
        /** @description The body for `POST /sync` that reads all gaps again. */
        readonly HealRequest: {
            readonly from: components["schemas"]["Day"];
            readonly to: components["schemas"]["Day"];
            /** @description The clients with gaps. */
            readonly clientIds: readonly number[];
        };
        /**
         * @description The body of every 4xx and 5xx response.
         * @example {
         *       "statusCode": 400,
         *       "error": "Bad Request",
         *       "message": "to: must not lie before from",
         *       "details": [
         *         {
         *           "path": "to",
         *           "message": "must not lie before from"
         *         }
         *       ]
         *     }
         */
        readonly Problem: {
            /** @description The status of the response. */
            readonly statusCode: number;
            /** @description The reason phrase of the status. */
            readonly error: string;
            /** @description A sentence for a person: what happened and what to do. */
            readonly message: string;
            /** @description The fields of the request that are wrong; empty without one. */
            readonly details: readonly components["schemas"]["ProblemDetail"][];
        };
        /** @description One problem of an input. */
        readonly ProblemDetail: {
            /** @description The field, with dots between levels: `clientIds.0`. Empty for the input as a whole. */
            readonly path: string;
            /** @description The rule that the field breaks. */
            readonly message: string;
        };
        /**
         * @description Puts the attention entries of a client aside until a day.
         * @example {
         *       "until": "2026-12-01",
         *       "note": "closed for renovation"
         *     }
         */
        readonly PutAsideInput: {
            /**
             * @description The first day on which the entries are listed again.
             * @example 2026-11-20
             */
            readonly until: components["schemas"]["Day"];
            /** @description Why they may wait. */
            readonly note: string;
        };
        /** @description The attention entries of a client are put aside until a day. */
        readonly PutAside: {
            readonly clientId: number;
            /** @description The first day on which the entries are listed again. */
            readonly until: components["schemas"]["Day"];
            /** @description Why they may wait. */
            readonly note: string;
            /** @description An e-mail address or `token:NAME`. */
            readonly author: string;
            readonly createdAt: components["schemas"]["Instant"];
        };
        /**
         * @description CSV in UTF-8 with a header, as `GET /clients/export.csv` returns it. `name` finds the client; a column that is absent changes nothing.
         * @example name,manager,monthlyTarget
         *     Warung Bali,ani@example.com,90000000
         */
        readonly ClientFile: string;
        /** @description What a file of clients creates, changes and rejects. */
        readonly ImportPreview: {
            /** @description Lines that add a client. */
            readonly created: number;
            /** @description Lines that change a client. */
            readonly updated: number;
            /** @description Lines that say what is held. */
            readonly unchanged: number;
            /** @description Lines that are left out. */
            readonly rejected: readonly {
                /** @description The line of the file, from 1; of a JSON file the record. */
                readonly line: number;
                /** @description The rules that the line breaks, in one sentence. */
                readonly reason: string;
                /** @description The columns and the rules that they break; `path` is empty for a rule about the whole line. */
                readonly details: readonly {
                    /** @description The column. */
                    readonly path: string;
                    /** @description The rule. */
                    readonly message: string;
                }[];
            }[];
            /** @description What `apply` needs. It changes with the file and with everything that the file would change. */
            readonly preview: string;
            /** @description The lines that add or change a client. */
            readonly changes: readonly {
                /** @description The line of the file, from 1; of a JSON file the record. */
                readonly line: number;
                /** @description The name of the client. */
                readonly name: string;
                /**
                 * @description What the line does.
                 * @enum {string}
                 */
                readonly outcome: "created" | "updated";
                /** @description The columns that change; empty for a new client. */
                readonly changed: readonly ("name" | "upstreamName" | "status" | "contactName" | "contactPhone" | "contactTelegram" | "notes" | "goals" | "startDate" | "monthlyTarget" | "manager" | "owner")[];
                /** @description The columns that change, and those of a new client that are not empty. */
                readonly values: readonly {
                    /**
                     * @description The column.
                     * @enum {string}
                     */
                    readonly column: "name" | "upstreamName" | "status" | "contactName" | "contactPhone" | "contactTelegram" | "notes" | "goals" | "startDate" | "monthlyTarget" | "manager" | "owner";
                    /** @description What is held. */
                    readonly before: string | number | null;
                    /** @description What the file says. */
                    readonly after: string | number | null;
                }[];
            }[];
        };
        /** @description One page of a list. */
        readonly ClientList: {
            readonly items: readonly components["schemas"]["Client"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /** @description A restaurant that the agency looks after. */
        readonly Client: {
            readonly id: number;
            /** @description The name on screen, verbatim. */
            readonly name: string;
            /** @description The name that the upstream matches exactly. */
            readonly upstreamName: string;
            /** @description The id at the upstream; null when the upstream sends none. */
            readonly upstreamId: string | null;
            /**
             * @description Scheduled runs copy `active` clients.
             * @enum {string}
             */
            readonly status: "active" | "paused" | "churned";
            /** @description Null for a client that is not archived. */
            readonly archivedAt: components["schemas"]["Instant"] | null;
            /** @description The user who looks after the client. */
            readonly managerId: number | null;
            /** @description Whom to talk to. */
            readonly contactName: string | null;
            /** @description A phone number, as it was entered. */
            readonly contactPhone: string | null;
            /** @description A Telegram name or number, as it was entered. */
            readonly contactTelegram: string | null;
            /** @description What colleagues should know. */
            readonly notes: string | null;
            /** @description What the client wants to reach. */
            readonly goals: string | null;
            /** @description The first day on which statistics are expected. */
            readonly startDate: components["schemas"]["Day"] | null;
            /** @description The owner, who reads reports. */
            readonly ownerId: number | null;
            /** @description The target of sales of a month, in rupiah. */
            readonly monthlyTarget: number | null;
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /**
         * @description A new client. `upstreamName` defaults to the name, `status` to `active`.
         * @example {
         *       "name": "Warung Bali",
         *       "managerId": null
         *     }
         */
        readonly NewClient: {
            /** @description The name on screen, kept verbatim: outer spaces count. */
            readonly name: string;
            /** @description The name that the upstream matches exactly. */
            readonly upstreamName?: string;
            /**
             * @description Scheduled runs copy `active` clients.
             * @enum {string}
             */
            readonly status?: "active" | "paused" | "churned";
            /** @description The user who looks after the client, an active manager or admin. */
            readonly managerId?: number | null;
            /** @description Whom to talk to. */
            readonly contactName?: string | null;
            /** @description A phone number, with the country code for WhatsApp. */
            readonly contactPhone?: string | null;
            /** @description A Telegram name or number. */
            readonly contactTelegram?: string | null;
            /** @description What colleagues should know. Notes with a day are records of their own. */
            readonly notes?: string | null;
            /** @description What the client wants to reach. */
            readonly goals?: string | null;
            /** @description The first day on which statistics are expected. */
            readonly startDate?: components["schemas"]["Day"] | null;
            /** @description The owner, who reads reports. */
            readonly ownerId?: number | null;
            /** @description The target of sales of a month, in whole rupiah. */
            readonly monthlyTarget?: number | null;
        };
        /**
         * @description The changes to a client: an absent field stays, null clears it.
         * @example {
         *       "status": "paused",
         *       "goals": null
         *     }
         */
        readonly ClientPatch: {
            /** @description The name on screen, kept verbatim: outer spaces count. */
            readonly name?: string;
            /** @description The name that the upstream matches exactly. */
            readonly upstreamName?: string;
            /**
             * @description Scheduled runs copy `active` clients.
             * @enum {string}
             */
            readonly status?: "active" | "paused" | "churned";
            /** @description The user who looks after the client, an active manager or admin. */
            readonly managerId?: number | null;
            /** @description Whom to talk to. */
            readonly contactName?: string | null;
            /** @description A phone number, with the country code for WhatsApp. */
            readonly contactPhone?: string | null;
            /** @description A Telegram name or number. */
            readonly contactTelegram?: string | null;
            /** @description What colleagues should know. Notes with a day are records of their own. */
            readonly notes?: string | null;
            /** @description What the client wants to reach. */
            readonly goals?: string | null;
            /** @description The first day on which statistics are expected. */
            readonly startDate?: components["schemas"]["Day"] | null;
            /** @description The owner, who reads reports. */
            readonly ownerId?: number | null;
            /** @description The target of sales of a month, in whole rupiah. */
            readonly monthlyTarget?: number | null;
        };
        /**
         * @description Clients, and the manager or status that all of them get.
         * @example {
         *       "clientIds": [
         *         1,
         *         2,
         *         3
         *       ],
         *       "managerId": 4
         *     }
         */
        readonly ClientsAssignmentInput: {
            /** @description The clients; an unknown one is a 404, and nothing is changed. */
            readonly clientIds: readonly number[];
            /** @description Their manager; null takes the manager away. */
            readonly managerId?: number | null;
            /**
             * @description Their status.
             * @enum {string}
             */
            readonly status?: "active" | "paused" | "churned";
        };
        /** @description How many clients were assigned. */
        readonly AssignedClients: {
            /** @description The number of clients. */
            readonly assigned: number;
        };
        /** @description One page of a list. */
        readonly ClientNotePage: {
            readonly items: readonly components["schemas"]["ClientNote"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /** @description Something that happened at a client on a day. */
        readonly ClientNote: {
            readonly id: number;
            readonly clientId: number;
            readonly day: components["schemas"]["Day"];
            readonly text: string;
            /** @description Who wrote it first: an e-mail address or `token:NAME`. */
            readonly author: string;
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /**
         * @description A note on a day.
         * @example {
         *       "day": "2026-11-20",
         *       "text": "ads started"
         *     }
         */
        readonly NewNote: {
            readonly day: components["schemas"]["Day"];
            /** @description What happened, without outer spaces. */
            readonly text: string;
        };
        /**
         * @description The changes to a note: an absent field stays.
         * @example {
         *       "text": "ads stopped"
         *     }
         */
        readonly NotePatch: {
            readonly day?: components["schemas"]["Day"];
            /** @description What happened, without outer spaces. */
            readonly text?: string;
        };
        /** @description One page of a list. */
        readonly OwnerPage: {
            readonly items: readonly components["schemas"]["Owner"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /** @description The owner of one or several clients, who reads reports and never logs in. */
        readonly Owner: {
            readonly id: number;
            readonly name: string;
            /** @description A phone number as somebody wrote it. */
            readonly contactPhone: string | null;
            /** @description A user name of Telegram as somebody wrote it. */
            readonly contactTelegram: string | null;
            /**
             * @description The language of the reports that this owner receives.
             * @enum {string}
             */
            readonly language: "ru" | "en" | "id";
            /** @description Their clients that are not archived, by name. */
            readonly clients: readonly {
                readonly id: number;
                readonly name: string;
            }[];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /**
         * @description A new owner. The reports are in Indonesian unless another language is chosen.
         * @example {
         *       "name": "Pak Wayan",
         *       "language": "id"
         *     }
         */
        readonly NewOwner: {
            /** @description The name of the owner, which no other owner has. */
            readonly name: string;
            /** @description A phone number, with the country code for WhatsApp. */
            readonly contactPhone?: string | null;
            /** @description A Telegram name or number. */
            readonly contactTelegram?: string | null;
            /**
             * @description The language of the reports: Russian, English or Indonesian.
             * @default id
             * @enum {string}
             */
            readonly language?: "ru" | "en" | "id";
        };
        /**
         * @description The changes to an owner: an absent field stays, null clears it.
         * @example {
         *       "language": "en"
         *     }
         */
        readonly OwnerPatch: {
            /** @description The name of the owner, which no other owner has. */
            readonly name?: string;
            /** @description A phone number, with the country code for WhatsApp. */
            readonly contactPhone?: string | null;
            /** @description A Telegram name or number. */
            readonly contactTelegram?: string | null;
            /**
             * @description The language of the reports: Russian, English or Indonesian.
             * @enum {string}
             */
            readonly language?: "ru" | "en" | "id";
        };
        /** @description Suggestions for a person who maps a client. */
        readonly UpstreamMatches: {
            readonly client: {
                readonly id: number;
                readonly name: string;
                /** @description The name under which its rows are asked for. */
                readonly upstreamName: string;
            };
            /** @description Whether the upstream lists exactly this upstream name; null when it cannot list restaurants. */
            readonly known: boolean | null;
            /** @description The number of restaurants of the upstream; null when it cannot list them. */
            readonly listed: number | null;
            /** @description The most similar first. */
            readonly items: readonly components["schemas"]["UpstreamMatch"][];
        };
        /** @description A restaurant of the upstream with a similar name. */
        readonly UpstreamMatch: {
            readonly name: string;
            /** @description Its id there; null when the list has none. */
            readonly upstreamId: string | null;
            /** @description The similarity; 1 means equal without case, accents, spaces and signs. */
            readonly likeness: number;
            /** @description The client that already has this upstream name; null when none has. */
            readonly takenBy: {
                readonly id: number;
                readonly name: string;
            } | null;
        };
        /**
         * @description A month of the years 2000 to 2099, `YYYY-MM`.
         * @example 2026-11
         */
        readonly Month: string;
        /** @description The report of a period for an owner. Orders are without fake orders. */
        readonly OwnerReport: {
            /** @description Whom the report is about. */
            readonly subject: {
                /**
                 * @description Whether it is about one client or about every client of an owner.
                 * @enum {string}
                 */
                readonly kind: "client" | "owner";
                readonly id: number;
                readonly name: string;
            };
            /**
             * @description The language of the report: Russian, English or Indonesian.
             * @enum {string}
             */
            readonly language: "ru" | "en" | "id";
            /** @description The days that were asked for. */
            readonly requested: components["schemas"]["Period"];
            /** @description The clients that the report is about. */
            readonly clients: readonly {
                readonly id: number;
                readonly name: string;
                /** @description How much of the period this client reported. */
                readonly coverage: components["schemas"]["Coverage"];
            }[];
            /** @description The days that the report counts: the requested ones that are over. */
            readonly period: components["schemas"]["Period"];
            /** @description False while days of the requested period are still to come. */
            readonly isOver: boolean;
            readonly figures: components["schemas"]["Figures"];
            readonly platforms: components["schemas"]["PlatformTable"];
            /** @description With the month before for a calendar month, else with the same weekdays before. */
            readonly previous: components["schemas"]["ReportComparison"];
            /** @description With the same weekdays a year earlier. */
            readonly year: components["schemas"]["ReportComparison"];
            readonly coverage: components["schemas"]["Coverage"];
            readonly missing: readonly components["schemas"]["MissingDays"][];
            readonly days: readonly components["schemas"]["ReportDay"][];
            readonly weekdays: readonly components["schemas"]["WeekdayMean"][];
            /** @description The complete day with the most sales. */
            readonly best: components["schemas"]["ReportDay"] | null;
            /** @description The complete day with the least sales. */
            readonly worst: components["schemas"]["ReportDay"] | null;
            /** @description Only for a calendar month of one client with a target. */
            readonly target: components["schemas"]["TargetProgress"] | null;
            /** @description What the manager wrote about this period. */
            readonly comment: string | null;
        };
        /** @description The figures of a period. Money is in rupiah. */
        readonly Figures: {
            /** @description Grab net sales, rupiah. */
            readonly grabSales: number | null;
            /** @description Grab orders, a count. */
            readonly grabOrders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly grabAdsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly grabAdsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly grabNewCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly grabRepeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly grabFakeOrders: number | null;
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly gojekSales: number | null;
            /** @description GoJek orders, a count. */
            readonly gojekOrders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly gojekAdsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly gojekAdsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly gojekNewCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly gojekReturnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly gojekFakeOrders: number | null;
            /** @description Grab net sales and GoJek gross sales, rupiah. */
            readonly totalSales: number | null;
            /** @description Orders of both platforms, a count. */
            readonly totalOrders: number | null;
            /** @description New customers of both platforms, a count. */
            readonly newCustomers: number | null;
            /** @description Ads spend of both platforms, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads of both platforms, rupiah. */
            readonly adsSales: number | null;
            /** @description Orders the agency placed itself, on both platforms, a count. */
            readonly fakeOrders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Sales from ads / ads spend, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
        };
        /** @description How the period of a report compares with an earlier one. */
        readonly ReportComparison: {
            /**
             * @description The period before, the month before, or the year before.
             * @enum {string}
             */
            readonly kind: "previous" | "month" | "year";
            readonly period: components["schemas"]["Period"];
            /** @description All that was reported then. */
            readonly figures: components["schemas"]["Figures"];
            readonly delta: components["schemas"]["Deltas"];
            /** @description How much is compared; null without a comparison. */
            readonly matched: components["schemas"]["Matched"] | null;
            /** @description The deltas of each platform. */
            readonly platforms: {
                readonly grab: components["schemas"]["PlatformDeltas"];
                readonly gojek: components["schemas"]["PlatformDeltas"];
            };
        };
        /** @description The days on which a platform of a client did not report. */
        readonly MissingDays: {
            readonly clientId: number;
            readonly platform: components["schemas"]["Platform"];
            /** @description The number of days. */
            readonly days: number;
            readonly periods: readonly components["schemas"]["Period"][];
        };
        /** @description A day of a report. Orders are without those that the agency placed itself. */
        readonly ReportDay: {
            readonly date: components["schemas"]["Day"];
            /** @description Total sales in rupiah; null when nothing was reported. */
            readonly sales: number | null;
            /** @description Null when nothing was reported. */
            readonly orders: number | null;
            /** @description Whether every expected platform of every client reported. */
            readonly complete: boolean;
        };
        /** @description The mean sales of the complete days of a weekday. */
        readonly WeekdayMean: {
            /** @description 1 is Monday. */
            readonly weekday: number;
            /** @description The complete days of this weekday. */
            readonly days: number;
            /** @description Total sales in rupiah; null when nothing was reported. */
            readonly sales: number | null;
        };
        /** @description How a month goes against its target. */
        readonly TargetProgress: {
            readonly month: components["schemas"]["Month"];
            /** @description The total sales to reach, in rupiah. */
            readonly target: number;
            /** @description All sales of the month that were reported, in rupiah. */
            readonly sales: number | null;
            /** @description sales / target. */
            readonly share: number | null;
            /** @description Days of the month since the client is expected to report. */
            readonly days: number;
            /** @description Those of them that are over. */
            readonly elapsedDays: number;
            /** @description The elapsed days that are complete and have known sales. */
            readonly countedDays: number;
            /** @description Sales of the counted days / countedDays * days, in rupiah. Null with too few counted days, and once the month is over. */
            readonly forecast: number | null;
            /** @description forecast / target. */
            readonly pace: number | null;
        };
        /**
         * @description What a report says about a period: `month`, or `from` and `to`.
         * @example {
         *       "month": "2026-10",
         *       "text": "The kitchen was closed for a week."
         *     }
         */
        readonly ReportCommentInput: {
            /** @description The month, instead of `from` and `to`. */
            readonly month?: components["schemas"]["Month"];
            /** @description The first day, with `to`. */
            readonly from?: components["schemas"]["Day"];
            /** @description The last day. */
            readonly to?: components["schemas"]["Day"];
            /** @description An empty text deletes the comment. */
            readonly text: string;
        };
        /** @description The comment of a report; null when there is none. */
        readonly ReportComment: {
            /** @description The text; null when there is none. */
            readonly text: string | null;
        };
        /** @description Links to reports, newest first. */
        readonly ReportLinkList: {
            readonly items: readonly components["schemas"]["ReportLink"][];
        };
        /** @description A link to a report, without its token. */
        readonly ReportLink: {
            readonly id: number;
            /**
             * @description Whether it is about one client or about every client of an owner.
             * @enum {string}
             */
            readonly subjectKind: "client" | "owner";
            /** @description The id of the client or the owner. */
            readonly subjectId: number;
            readonly from: components["schemas"]["Day"];
            readonly to: components["schemas"]["Day"];
            /**
             * @description The language of the report: Russian, English or Indonesian.
             * @enum {string}
             */
            readonly language: "ru" | "en" | "id";
            readonly expiresAt: components["schemas"]["Instant"];
            /** @description Null for a link that is not revoked. */
            readonly revokedAt: components["schemas"]["Instant"] | null;
            /** @description Who made it: an e-mail address or `token:NAME`. */
            readonly author: string;
            readonly createdAt: components["schemas"]["Instant"];
        };
        /**
         * @description The report that a link opens, and for how long: `month`, or `from` and `to`.
         * @example {
         *       "month": "2026-10",
         *       "lang": "id",
         *       "expiresInDays": 30
         *     }
         */
        readonly NewReportLinkInput: {
            /** @description The month, instead of `from` and `to`. */
            readonly month?: components["schemas"]["Month"];
            /** @description The first day, with `to`. */
            readonly from?: components["schemas"]["Day"];
            /** @description The last day. */
            readonly to?: components["schemas"]["Day"];
            /**
             * @description By default the owner's language.
             * @enum {string}
             */
            readonly lang?: "ru" | "en" | "id";
            /**
             * @description The link works through the day that lies so many days ahead.
             * @default 30
             */
            readonly expiresInDays?: number;
        };
        /** @description A link to a report. */
        readonly NewReportLink: {
            readonly id: number;
            /** @description It is shown once. */
            readonly url: string;
            readonly expiresAt: components["schemas"]["Instant"];
        };
        /**
         * @description Without fields the run is incremental. With `daysBack`, with `from` and `to`, or with `full` it is full.
         * @example {
         *       "daysBack": 7
         *     }
         */
        readonly RunRequest: {
            /** @description So many days, ending yesterday. */
            readonly daysBack?: number;
            /** @description The first day; needs `to`. */
            readonly from?: components["schemas"]["Day"];
            /** @description The last day, yesterday at most; needs `from`. */
            readonly to?: components["schemas"]["Day"];
            /** @description Every active client without it. */
            readonly clientIds?: readonly number[];
            /** @description The whole history. */
            readonly full?: boolean;
            /** @description Replaces the rows of the window by what the upstream sends, nulls and absent days included. */
            readonly exact?: boolean;
        };
        /**
         * @description The id of what a request started, or of what was active already.
         * @example {
         *       "id": 12,
         *       "created": true
         *     }
         */
        readonly Started: {
            readonly id: number;
            /** @description False when it was active already, and nothing was started. */
            readonly created: boolean;
        };
        /** @description The state of the sync and of the replica. */
        readonly SyncStatus: {
            /** @description Whether a run is active. */
            readonly running: boolean;
            readonly activeRun: components["schemas"]["Run"] | null;
            /** @description The last run that ended, in whichever status. */
            readonly lastRun: components["schemas"]["Run"] | null;
            /** @description When the last run ended that copied every active client. */
            readonly lastSuccessAt: components["schemas"]["Instant"] | null;
            readonly nextRunAt: components["schemas"]["Instant"] | null;
            readonly incomplete: components["schemas"]["Incomplete"];
            /** @description Daily statistics of all clients. */
            readonly totalRecords: number;
            /** @description The first day on which any platform reported. */
            readonly earliestDate: components["schemas"]["Day"] | null;
            /** @description The last day on which any platform reported. */
            readonly latestDate: components["schemas"]["Day"] | null;
            /** @description Clients that are not archived. */
            readonly clientsCount: number;
            /** @description Clients that are not archived and have statistics. */
            readonly clientsWithData: number;
            readonly freshness: components["schemas"]["Freshness"];
            readonly source: components["schemas"]["Source"];
        };
        /**
         * @description One copy of days of some clients.
         * @example {
         *       "id": 12,
         *       "kind": "full",
         *       "trigger": "manual",
         *       "actor": "token:example",
         *       "exact": false,
         *       "status": "running",
         *       "window": {
         *         "from": "2026-11-25",
         *         "to": "2026-11-27"
         *       },
         *       "progress": {
         *         "done": 38,
         *         "total": 127,
         *         "percent": 29,
         *         "etaSeconds": 4
         *       },
         *       "items": {
         *         "pending": 81,
         *         "running": 8,
         *         "done": 37,
         *         "failed": 1,
         *         "not_found": 0,
         *         "suspicious_empty": 0,
         *         "cancelled": 0
         *       },
         *       "counts": {
         *         "inserted": 37,
         *         "updated": 12,
         *         "unchanged": 62,
         *         "deleted": 0,
         *         "quarantined": 0,
         *         "missingUpstream": 0,
         *         "ignored": 0
         *       },
         *       "createdAt": "2026-11-28T01:00:00.000Z",
         *       "startedAt": "2026-11-28T01:00:00.140Z",
         *       "finishedAt": null,
         *       "error": null
         *     }
         */
        readonly Run: {
            readonly id: number;
            /**
             * @description `full`: the days that the request names, or all; `incremental`: the recent days.
             * @enum {string}
             */
            readonly kind: "full" | "incremental";
            /**
             * @description What started the run.
             * @enum {string}
             */
            readonly trigger: "startup" | "cron" | "manual" | "cli" | "retry" | "collection" | "new_client" | "ingest";
            /** @description An e-mail address or `token:NAME`; null when the server started the run. */
            readonly actor: string | null;
            /** @description Whether the rows of the window are replaced by what the upstream sends. */
            readonly exact: boolean;
            /**
             * @description `queued` and `running`, then one of: `completed`: every item is done and no row rejected; `failed`: no item is done; `partial`: anything between; `cancelled`; `interrupted`: active when a backup was made that was restored.
             * @enum {string}
             */
            readonly status: "queued" | "running" | "completed" | "partial" | "failed" | "cancelled" | "interrupted";
            readonly window: components["schemas"]["Period"];
            readonly progress: components["schemas"]["RunProgress"];
            readonly items: components["schemas"]["ItemCounts"];
            /** @description Summed over the items. */
            readonly counts: components["schemas"]["Counts"];
            readonly createdAt: components["schemas"]["Instant"];
            /** @description Null before the first item is begun. */
            readonly startedAt: components["schemas"]["Instant"] | null;
            /** @description Null while the run is active. */
            readonly finishedAt: components["schemas"]["Instant"] | null;
            /** @description Null when nothing stopped the run. */
            readonly error: components["schemas"]["RunError"] | null;
        };
        /** @description How far a run has come, in items. */
        readonly RunProgress: {
            /** @description Every finished item, however it ended. */
            readonly done: number;
            /** @description Every item. */
            readonly total: number;
            /** @description Rounded down. */
            readonly percent: number;
            /** @description At the pace of the last items; null when that is not known. */
            readonly etaSeconds: number | null;
        };
        /** @description The number of items of each status. */
        readonly ItemCounts: {
            /** @description Items that wait. */
            readonly pending: number;
            /** @description Items that are being copied. */
            readonly running: number;
            /** @description Restaurants that were copied, with rejected rows or without. */
            readonly done: number;
            /** @description Restaurants that could not be copied. */
            readonly failed: number;
            /** @description Restaurants that the upstream does not know. */
            readonly not_found: number;
            /** @description Restaurants of which the upstream sent nothing where the replica holds days. */
            readonly suspicious_empty: number;
            /** @description Items that were never begun or were broken off. */
            readonly cancelled: number;
        };
        /** @description What a sync did, in days of clients. */
        readonly Counts: {
            /** @description Days that the replica did not hold. */
            readonly inserted: number;
            /** @description Days with a changed value. */
            readonly updated: number;
            /** @description Days that stayed as they were. */
            readonly unchanged: number;
            /** @description Days removed; only an exact run removes. */
            readonly deleted: number;
            /** @description Rejected rows. */
            readonly quarantined: number;
            /** @description Days of which the replica keeps at least one value that the upstream did not send. */
            readonly missingUpstream: number;
            /** @description Rows outside the window or of another restaurant. */
            readonly ignored: number;
        };
        /** @description Why a run was stopped. */
        readonly RunError: {
            readonly code: components["schemas"]["RunCode"];
            /** @description The reason as a sentence for a person. */
            readonly message: string;
        };
        /**
         * @description Why a run was stopped, or copied nothing.
         * @enum {string}
         */
        readonly RunCode: "upstream_unreachable" | "upstream_timeout" | "upstream_error" | "upstream_bad_answer" | "upstream_too_large" | "upstream_redirected" | "upstream_refused" | "upstream_rejected" | "rate_limited" | "not_found" | "wrong_restaurant" | "same_restaurant" | "upstream_misconfigured" | "not_pulled" | "cancelled" | "suspicious_empty" | "rows_quarantined" | "run_stopped" | "crashed_repeatedly" | "interrupted" | "disk_full" | "database_read_only" | "database_io" | "wrong_endpoint" | "none_done";
        /** @description What the statistics are copied from, and what it can do as far as is known. */
        readonly Source: {
            /**
             * @description `push`: nothing is pulled.
             * @enum {string}
             */
            readonly kind: "http" | "mysql" | "push" | "demo";
            /**
             * @description Whether it lists its restaurants.
             * @enum {string}
             */
            readonly list: "yes" | "no" | "unknown";
            /**
             * @description Whether one call returns the days of all restaurants.
             * @enum {string}
             */
            readonly batch: "yes" | "no" | "unknown";
            /**
             * @description Whether it can be asked to collect.
             * @enum {string}
             */
            readonly collection: "yes" | "no" | "unknown";
        };
        /** @description One page of a list. */
        readonly IncompletePage: {
            readonly items: readonly components["schemas"]["IncompleteItem"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /** @description The latest item of a client that is not completely copied. */
        readonly IncompleteItem: {
            readonly id: number;
            readonly clientId: number;
            /** @description The name on screen. */
            readonly clientName: string;
            readonly window: components["schemas"]["Period"];
            /**
             * @description `pending` and `running`: unfinished; `done`: copied, perhaps with rejected rows; `failed`: `code` says why; `not_found`: the upstream does not know the name; `suspicious_empty`: an empty response where days are held, so nothing was changed; `cancelled`
             * @enum {string}
             */
            readonly status: "pending" | "running" | "done" | "failed" | "not_found" | "suspicious_empty" | "cancelled";
            /** @description Calls made to the upstream, retries included. */
            readonly attempts: number;
            /** @description A stable code of the problem; null when there is none. */
            readonly code: components["schemas"]["ItemCode"] | null;
            /** @description The problem as a sentence for a person. */
            readonly message: string | null;
            /** @description With the code `same_restaurant`: the other restaurant whose numbers these may be. */
            readonly otherName: string | null;
            readonly counts: components["schemas"]["Counts"];
            /** @description Null before the first call. */
            readonly startedAt: components["schemas"]["Instant"] | null;
            /** @description Null while it is unfinished. */
            readonly finishedAt: components["schemas"]["Instant"] | null;
            readonly runId: number;
        };
        /**
         * @description Why a client was not copied, or that some of its rows were rejected.
         * @enum {string}
         */
        readonly ItemCode: "upstream_unreachable" | "upstream_timeout" | "upstream_error" | "upstream_bad_answer" | "upstream_too_large" | "upstream_redirected" | "upstream_refused" | "upstream_rejected" | "rate_limited" | "not_found" | "wrong_restaurant" | "same_restaurant" | "upstream_misconfigured" | "not_pulled" | "cancelled" | "suspicious_empty" | "rows_quarantined" | "run_stopped" | "crashed_repeatedly" | "interrupted" | "disk_full" | "database_read_only" | "database_io";
        /** @description One page of a list. */
        readonly RunPage: {
            readonly items: readonly components["schemas"]["Run"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /** @description One page of a list. */
        readonly ItemPage: {
            readonly items: readonly components["schemas"]["Item"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /** @description One client's part of a run. */
        readonly Item: {
            readonly id: number;
            readonly clientId: number;
            /** @description The name on screen. */
            readonly clientName: string;
            readonly window: components["schemas"]["Period"];
            /**
             * @description `pending` and `running`: unfinished; `done`: copied, perhaps with rejected rows; `failed`: `code` says why; `not_found`: the upstream does not know the name; `suspicious_empty`: an empty response where days are held, so nothing was changed; `cancelled`
             * @enum {string}
             */
            readonly status: "pending" | "running" | "done" | "failed" | "not_found" | "suspicious_empty" | "cancelled";
            /** @description Calls made to the upstream, retries included. */
            readonly attempts: number;
            /** @description A stable code of the problem; null when there is none. */
            readonly code: components["schemas"]["ItemCode"] | null;
            /** @description The problem as a sentence for a person. */
            readonly message: string | null;
            /** @description With the code `same_restaurant`: the other restaurant whose numbers these may be. */
            readonly otherName: string | null;
            readonly counts: components["schemas"]["Counts"];
            /** @description Null before the first call. */
            readonly startedAt: components["schemas"]["Instant"] | null;
            /** @description Null while it is unfinished. */
            readonly finishedAt: components["schemas"]["Instant"] | null;
        };
        /**
         * @description A client, and `daysBack` or `from` and `to`.
         * @example {
         *       "clientId": 1,
         *       "daysBack": 7
         *     }
         */
        readonly PreviewRequest: {
            /** @description The client. */
            readonly clientId: number;
            /** @description So many days, ending yesterday. */
            readonly daysBack?: number;
            /** @description The first day; needs `to`. */
            readonly from?: components["schemas"]["Day"];
            /** @description The last day, yesterday at most; needs `from`. */
            readonly to?: components["schemas"]["Day"];
        };
        /** @description The changes that an exact copy of one client would make. */
        readonly ExactPreview: {
            readonly client: {
                readonly id: number;
                readonly name: string;
            };
            readonly window: components["schemas"]["Period"];
            /** @description Whether the upstream sent rows, but none of this window. Such a response is never applied. */
            readonly refused: boolean;
            /** @description What the copy would do, in days. */
            readonly counts: {
                /** @description Days that the replica did not hold. */
                readonly inserted: number;
                /** @description Days with a changed value. */
                readonly updated: number;
                /** @description Days that stayed as they were. */
                readonly unchanged: number;
                /** @description Days removed; only an exact run removes. */
                readonly deleted: number;
                /** @description Rejected rows. */
                readonly quarantined: number;
            };
            /** @description Oldest first. */
            readonly days: readonly components["schemas"]["DayChange"][];
        };
        /** @description A day that an exact copy would change. */
        readonly DayChange: {
            readonly date: components["schemas"]["Day"];
            /**
             * @description What the copy would do to the day.
             * @enum {string}
             */
            readonly change: "inserted" | "updated" | "deleted";
            /** @description The row of the replica; null when it holds none. */
            readonly held: components["schemas"]["DayStatistics"] | null;
            /** @description The row of the upstream; null when it sent none. */
            readonly upstream: components["schemas"]["DayStatistics"] | null;
        };
        /** @description The statistics of one client and day. */
        readonly DayStatistics: {
            readonly date: components["schemas"]["Day"];
            /** @description Null when Grab did not report. */
            readonly grab: components["schemas"]["GrabMetrics"] | null;
            /** @description Null when GoJek did not report. */
            readonly gojek: components["schemas"]["GojekMetrics"] | null;
            /** @description Rupiah; null when no platform reported sales. */
            readonly totalSales: number | null;
            /** @description Null when no platform reported orders. */
            readonly totalOrders: number | null;
        };
        /**
         * @description A request to the upstream to collect.
         * @example {
         *       "thenSync": true
         *     }
         */
        readonly CollectionRequest: {
            /**
             * @description Copies the rewritten days afterwards.
             * @default false
             */
            readonly thenSync?: boolean;
        };
        /** @description The state of data collection. */
        readonly CollectionState: {
            /** @description Whether the upstream accepts collection requests; null before the first one. */
            readonly supported: boolean | null;
            /** @description Null while none is active. */
            readonly activeRun: components["schemas"]["Collection"] | null;
            /** @description The newest collection that has ended. */
            readonly lastRun: components["schemas"]["Collection"] | null;
        };
        /** @description One request to the upstream to collect. */
        readonly Collection: {
            readonly id: number;
            /**
             * @description `requesting` and `running`: active; `succeeded`; `no_new_data`: it succeeded and changed nothing; `failed`; `unknown`: whether the upstream works is not known; `unsupported`: the upstream takes no requests; `timed_out`: not done within 16 minutes.
             * @enum {string}
             */
            readonly status: "requesting" | "running" | "succeeded" | "no_new_data" | "failed" | "unknown" | "unsupported" | "timed_out";
            /**
             * @description What started it.
             * @enum {string}
             */
            readonly trigger: "manual" | "cli" | "cron";
            /** @description An e-mail address or `token:NAME`; null when the server started it. */
            readonly actor: string | null;
            /** @description Whether a sync copies the rewritten days afterwards. */
            readonly thenSync: boolean;
            readonly createdAt: components["schemas"]["Instant"];
            /** @description When the request was sent to the upstream; null before. */
            readonly startedAt: components["schemas"]["Instant"] | null;
            /** @description Null while it is active. */
            readonly finishedAt: components["schemas"]["Instant"] | null;
            /** @description Whether the sync that followed inserted or updated a row; null without a conclusive sync. */
            readonly dataMoved: boolean | null;
            /** @description What happened, for a person. */
            readonly message: string | null;
            /** @description The run that copies the rewritten days. */
            readonly syncRunId: number | null;
        };
        /** @description One page of a list. */
        readonly CollectionPage: {
            readonly items: readonly components["schemas"]["Collection"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /**
         * @description Rows in the fields of the upstream, read by a collector at `collectedAt`.
         * @example {
         *       "batchId": "2026-11-22-grab-1",
         *       "collectedAt": "2026-11-22T08:41:07+08:00",
         *       "rows": [
         *         {
         *           "restaurant_name": "Warung Bali",
         *           "stat_date": "2026-11-21",
         *           "grab_sales": "1250000.50",
         *           "grab_orders": 31
         *         }
         *       ]
         *     }
         */
        readonly Push: {
            /** @description The id of the push, one to 200 visible ASCII characters. The same batch is applied once. */
            readonly batchId: string;
            /**
             * Format: date-time
             * @description The instant, with its zone, at which the collector read the numbers.
             */
            readonly collectedAt: string;
            /** @description Periods of which the push holds every day that the platforms have. */
            readonly covers?: readonly {
                /** @description The upstream name of the restaurant. */
                readonly restaurantName: string;
                readonly from: components["schemas"]["Day"];
                readonly to: components["schemas"]["Day"];
            }[] | null;
            /** @description One row for each restaurant and day. */
            readonly rows: readonly components["schemas"]["PushRow"][];
        };
        /** @description The numbers of one restaurant and day in the fields of the upstream; docs/UPSTREAM.md explains them. */
        readonly PushRow: {
            /** @description The upstream name of the restaurant. */
            readonly restaurant_name: string;
            readonly stat_date: components["schemas"]["Day"];
            /** @description Grab net sales */
            readonly grab_sales?: number | string | null;
            /** @description Grab orders */
            readonly grab_orders?: number | string | null;
            /** @description Grab ads spend, discounts not included */
            readonly grab_ads_spend?: number | string | null;
            /** @description Grab sales from ads */
            readonly grab_ads_sales?: number | string | null;
            /** @description Grab new customers */
            readonly grab_new_customers?: number | string | null;
            /** @description Grab repeated customers */
            readonly grab_repeated_customers?: number | string | null;
            /** @description Grab orders the agency placed itself */
            readonly grab_fake_orders_count?: number | string | null;
            /** @description GoJek gross sales of completed orders */
            readonly gojek_sales?: number | string | null;
            /** @description GoJek orders */
            readonly gojek_orders?: number | string | null;
            /** @description GoJek ads spend, discounts included */
            readonly gojek_ads_spend?: number | string | null;
            /** @description GoJek sales from ads */
            readonly gojek_ads_sales?: number | string | null;
            /** @description GoJek new customers */
            readonly gojek_new_client?: number | string | null;
            /** @description GoJek reactivated customers */
            readonly gojek_returned_client?: number | string | null;
            /** @description GoJek orders the agency placed itself */
            readonly gojek_fake_orders_count?: number | string | null;
        };
        /** @description What became of a push. */
        readonly Receipt: {
            readonly id: number;
            /** @description The id that the collector gave the push. */
            readonly batchId: string;
            readonly collectedAt: components["schemas"]["Instant"];
            readonly receivedAt: components["schemas"]["Instant"];
            /** @description The run that the push is stored as; null without one. */
            readonly runId: number | null;
            /** @description The status of the response: 200 all of it was applied, 207 some, 422 none. */
            readonly status: number;
            /** @description Whether this batch was received before and nothing was done now. */
            readonly replayed: boolean;
            /** @description What became of each restaurant. */
            readonly restaurants: readonly components["schemas"]["RestaurantOutcome"][];
            /** @description Rows that name no restaurant. */
            readonly unnamedRows: readonly components["schemas"]["RejectedPushRow"][];
        };
        /** @description What became of one restaurant of a push. */
        readonly RestaurantOutcome: {
            /** @description The name as it was pushed. */
            readonly restaurantName: string;
            /**
             * @description `applied`; `partial`: some rows were rejected; `rejected`: nothing was merged; `ignored`: no row says anything about a complete business day; `stale`: a later collection is held; `suspicious_empty`: no day came where days are held; `unknown`: no client has this upstream name; `archived`: the client is.
             * @enum {string}
             */
            readonly status: "applied" | "partial" | "rejected" | "ignored" | "stale" | "suspicious_empty" | "unknown" | "archived";
            /** @description Why, as a sentence for a person; null when everything was applied. */
            readonly message: string | null;
            /** @description Days by what the push did to them; null when none was compared. */
            readonly counts: {
                /** @description Days that were not held. */
                readonly inserted: number;
                /** @description Days with a changed value. */
                readonly updated: number;
                /** @description Days that stayed. */
                readonly unchanged: number;
                /** @description Days of which a held value was not pushed; it stays. */
                readonly missingUpstream: number;
            } | null;
            /** @description Rows that are no complete business day or say nothing about one. */
            readonly ignoredRows: number;
            /** @description The rows that were rejected. */
            readonly rejectedRows: readonly components["schemas"]["RejectedPushRow"][];
        };
        /** @description A rejected row. */
        readonly RejectedPushRow: {
            /** @description Its position in `rows`, from 0. */
            readonly row: number;
            /** @description The day as it was pushed, which may be no day. */
            readonly date: string | null;
            /** @description The field that was rejected; null when the row as a whole was. */
            readonly field: string | null;
            /**
             * @description The rule that the row breaks.
             * @enum {string}
             */
            readonly reason: "not_an_object" | "missing_date" | "invalid_date" | "not_a_number" | "too_many_decimals" | "thousands_dot" | "out_of_range" | "negative_count" | "conflicting_duplicate" | "missing_name" | "invalid_name" | "no_known_field";
        };
        /**
         * @description The numbers of one restaurant, as the old collector sends them.
         * @example {
         *       "restaurant_name": "Warung Bali",
         *       "grab_stats": [
         *         {
         *           "stat_date": "2026-11-21",
         *           "sales": "1250000.50",
         *           "orders": 31
         *         }
         *       ]
         *     }
         */
        readonly LegacyPush: {
            /** @description The upstream name of the restaurant. */
            readonly restaurant_name: string;
            /** @description One row for each day of Grab. */
            readonly grab_stats?: readonly components["schemas"]["LegacyGrabRow"][] | null;
            /** @description One row for each day of GoJek. */
            readonly gojek_stats?: readonly components["schemas"]["LegacyGojekRow"][] | null;
        };
        /** @description The numbers of one day of one platform, in the fields of the old collector. */
        readonly LegacyGrabRow: {
            readonly stat_date: components["schemas"]["Day"];
            /** @description As `grab_sales` of `PushRow`. */
            readonly sales?: number | string | null;
            /** @description As `grab_orders` of `PushRow`. */
            readonly orders?: number | string | null;
            /** @description As `grab_ads_spend` of `PushRow`. */
            readonly ads_spend?: number | string | null;
            /** @description As `grab_ads_sales` of `PushRow`. */
            readonly ads_sales?: number | string | null;
            /** @description As `grab_new_customers` of `PushRow`. */
            readonly new_customers?: number | string | null;
            /** @description As `grab_repeated_customers` of `PushRow`. */
            readonly repeated_customers?: number | string | null;
        };
        /** @description The numbers of one day of one platform, in the fields of the old collector. */
        readonly LegacyGojekRow: {
            readonly stat_date: components["schemas"]["Day"];
            /** @description As `gojek_sales` of `PushRow`. */
            readonly sales?: number | string | null;
            /** @description As `gojek_orders` of `PushRow`. */
            readonly orders?: number | string | null;
            /** @description As `gojek_ads_spend` of `PushRow`. */
            readonly ads_spend?: number | string | null;
            /** @description As `gojek_ads_sales` of `PushRow`. */
            readonly ads_sales?: number | string | null;
            /** @description As `gojek_new_client` of `PushRow`. */
            readonly new_client?: number | string | null;
            /** @description As `gojek_returned_client` of `PushRow`. */
            readonly returned_client?: number | string | null;
        };
        /** @description What became of a push of the old collector. */
        readonly LegacyReceipt: {
            /** @description Whether all of it was applied. */
            readonly success: boolean;
            readonly id: number;
            /** @description The id that the collector gave the push. */
            readonly batchId: string;
            readonly collectedAt: components["schemas"]["Instant"];
            readonly receivedAt: components["schemas"]["Instant"];
            /** @description The run that the push is stored as; null without one. */
            readonly runId: number | null;
            /** @description The status of the response: 200 all of it was applied, 207 some, 422 none. */
            readonly status: number;
            /** @description Whether this batch was received before and nothing was done now. */
            readonly replayed: boolean;
            /** @description What became of each restaurant. */
            readonly restaurants: readonly components["schemas"]["RestaurantOutcome"][];
            /** @description Rows that name no restaurant. */
            readonly unnamedRows: readonly components["schemas"]["RejectedPushRow"][];
        };
        /** @description One page of a list. */
        readonly ReceiptPage: {
            readonly items: readonly components["schemas"]["ReceiptSummary"][];
            /** @description The number of this page, from 1. */
            readonly page: number;
            /** @description The size of a full page. */
            readonly perPage: number;
            /** @description The number of items of all pages. */
            readonly total: number;
        };
        /** @description A receipt in a list. */
        readonly ReceiptSummary: {
            readonly id: number;
            /** @description The id that the collector gave the push. */
            readonly batchId: string;
            readonly collectedAt: components["schemas"]["Instant"];
            readonly receivedAt: components["schemas"]["Instant"];
            /** @description The run that the push is stored as; null without one. */
            readonly runId: number | null;
            /** @description The status of the response: 200 all of it was applied, 207 some, 422 none. */
            readonly status: number;
            /** @description Restaurants of the push. */
            readonly restaurants: number;
            /** @description Restaurants that were applied, whole or in part. */
            readonly applied: number;
            /** @description Rows of the push. */
            readonly rows: number;
            /** @description Rows that were rejected. */
            readonly rejectedRows: number;
        };
        /** @description The ranked list of the dashboard and its totals. */
        readonly Board: {
            /** @description The current business day. */
            readonly today: components["schemas"]["Day"];
            readonly period: components["schemas"]["Period"];
            readonly comparePeriod: components["schemas"]["Period"] | null;
            readonly freshness: components["schemas"]["Freshness"];
            readonly totals: components["schemas"]["BoardTotals"];
            readonly days: components["schemas"]["Portfolio"];
            readonly compareDays: components["schemas"]["Portfolio"] | null;
            /** @description The four weeks before a period of less than a week; else null. */
            readonly daysBefore: components["schemas"]["Portfolio"] | null;
            readonly yesterday: components["schemas"]["BoardYesterday"];
            /** @description In the requested order; with `perPage` only the first ones. */
            readonly rows: readonly components["schemas"]["BoardRow"][];
            /** @description The number of all rows. */
            readonly total: number;
        };
        /** @description The figures of all listed clients together. */
        readonly BoardTotals: {
            /** @description Grab net sales, rupiah. */
            readonly grabSales: number | null;
            /** @description Grab orders, a count. */
            readonly grabOrders: number | null;
            /** @description Grab ads spend, discounts not included, rupiah. */
            readonly grabAdsSpend: number | null;
            /** @description Grab sales from ads, rupiah. */
            readonly grabAdsSales: number | null;
            /** @description Grab new customers, a count. */
            readonly grabNewCustomers: number | null;
            /** @description Grab repeated customers, a count. */
            readonly grabRepeatedCustomers: number | null;
            /** @description Grab orders the agency placed itself, a count. */
            readonly grabFakeOrders: number | null;
            /** @description GoJek gross sales of completed orders, rupiah. */
            readonly gojekSales: number | null;
            /** @description GoJek orders, a count. */
            readonly gojekOrders: number | null;
            /** @description GoJek ads spend, discounts included, rupiah. */
            readonly gojekAdsSpend: number | null;
            /** @description GoJek sales from ads, rupiah. */
            readonly gojekAdsSales: number | null;
            /** @description GoJek new customers, a count. */
            readonly gojekNewCustomers: number | null;
            /** @description GoJek reactivated customers, a count. */
            readonly gojekReturnedCustomers: number | null;
            /** @description GoJek orders the agency placed itself, a count. */
            readonly gojekFakeOrders: number | null;
            /** @description Grab net sales and GoJek gross sales, rupiah. */
            readonly totalSales: number | null;
            /** @description Orders of both platforms, a count. */
            readonly totalOrders: number | null;
            /** @description New customers of both platforms, a count. */
            readonly newCustomers: number | null;
            /** @description Ads spend of both platforms, rupiah. */
            readonly adsSpend: number | null;
            /** @description Sales from ads of both platforms, rupiah. */
            readonly adsSales: number | null;
            /** @description Orders the agency placed itself, on both platforms, a count. */
            readonly fakeOrders: number | null;
            /** @description Sales / orders, rupiah. */
            readonly averageCheck: number | null;
            /** @description Sales from ads / ads spend, a fraction. */
            readonly roas: number | null;
            /** @description Ads spend / sales, a fraction. */
            readonly adShare: number | null;
            readonly delta: components["schemas"]["Deltas"];
            /** @description How much is compared; null without a comparison. */
            readonly matched: components["schemas"]["Matched"] | null;
            /** @description How much more was sold, in rupiah; null where `matched.share` is too small for a delta. */
            readonly totalSalesDelta: number | null;
            readonly coverage: components["schemas"]["Coverage"];
        };
        /** @description The total sales of several clients: one element for each day of the period. */
        readonly Portfolio: {
            /** @description Total sales in rupiah; null for a day that no client reported. */
            readonly sales: readonly (number | null)[];
            /** @description The number of clients that reported sales. */
            readonly reporting: readonly number[];
            /** @description The active clients that are expected to report the day; 0 for a day that is not over. */
            readonly expected: readonly number[];
            /** @description Those of them whose expected platforms all reported. */
            readonly reported: readonly number[];
            /** @description The ids of the others, at most 10 a day. */
            readonly missing: readonly (readonly number[])[];
            /** @description Absent without an interval. */
            readonly buckets?: readonly components["schemas"]["PortfolioBucket"][];
        };
        /** @description The total sales of some days. Completeness counts client-days. */
        readonly PortfolioBucket: {
            readonly from: components["schemas"]["Day"];
            readonly to: components["schemas"]["Day"];
            /** @description How many were reported. */
            readonly reported: number;
            /** @description How many reports were expected. */
            readonly expected: number;
            /** @description Whether all that was expected has been reported and every day is over. */
            readonly complete: boolean;
            /** @description In rupiah, as all that was reported; null when nothing was. */
            readonly sales: number | null;
        };
        /** @description Who reported yesterday; of the lists the first 10. */
        readonly BoardYesterday: {
            readonly date: components["schemas"]["Day"];
            /** @description The active clients that usually report. */
            readonly expected: number;
            /** @description Those of them whose expected platforms all reported. */
            readonly reported: number;
            /** @description The others, by name. */
            readonly missing: readonly components["schemas"]["MissingClient"][];
            /** @description Active clients that have stopped for so long that nothing is expected of them any more, by name. */
            readonly noLongerReporting: readonly components["schemas"]["StoppedClient"][];
            /** @description The number of clients that no longer report. */
            readonly stopped: number;
        };
        /** @description A row of the ranked list of the dashboard. */
        readonly BoardRow: {
            readonly id: number;
            readonly name: string;
            /**
             * @description The status of the client; `archived` whatever it was before.
             * @enum {string}
             */
            readonly status: "active" | "paused" | "churned" | "archived";
            /** @description Total sales in rupiah. */
            readonly sales: number | null;
            /** @description The delta of sales over the matched days, as a fraction. */
            readonly delta: number | null;
            /** @description The figure that the list is sorted by. */
            readonly value: number | null;
            readonly matched: components["schemas"]["Matched"] | null;
            /** @description How much more was sold, in rupiah. */
            readonly totalSalesDelta: number | null;
            readonly suspiciousZeros: readonly components["schemas"]["SuspiciousZero"][];
            /** @description How much of the period was reported. */
            readonly coverage: {
                /** @description Days on which any platform reported. */
                readonly days: number;
                /** @description Days on which a report was expected. */
                readonly expected: number;
            };
            /** @description Daily total sales of the period as marks of one character. */
            readonly spark: string;
            /** @description The last day that any platform reported. */
            readonly through: components["schemas"]["Day"] | null;
        };
        /** @description The notes of the clients of a list. */
        readonly ListNotes: {
            /** @description Newest day first; none when there are more than 200, because every day would have a flag. */
            readonly items: readonly {
                readonly id: number;
                readonly clientId: number;
                readonly day: components["schemas"]["Day"];
                readonly text: string;
            }[];
            readonly total: number;
        };
        /** @description The page of a client with its card and its last sync. */
        readonly ClientView: {
            readonly page: components["schemas"]["ClientPage"];
            /** @description The four weeks before a period of less than a week; null for a longer period. */
            readonly daysBefore: readonly components["schemas"]["ClientDay"][] | null;
            readonly card: components["schemas"]["ClientCard"];
            /** @description The current month; null without a target. */
            readonly target: components["schemas"]["TargetProgress"] | null;
            readonly notes: components["schemas"]["ShownNotes"];
            /** @description The first and the last day with data; null without data. */
            readonly reach: components["schemas"]["Period"] | null;
            readonly lastItem: components["schemas"]["LastItem"] | null;
        };
        /** @description What is written about a client. */
        readonly ClientCard: {
            /** @description The name that the upstream matches exactly. */
            readonly upstreamName: string;
            /** @description Whom to talk to. */
            readonly contactName: string | null;
            /** @description A phone number, as it was entered. */
            readonly contactPhone: string | null;
            /** @description A Telegram name or number, as it was entered. */
            readonly contactTelegram: string | null;
            /** @description What the client wants to reach. */
            readonly goals: string | null;
            /** @description What colleagues should know. */
            readonly notes: string | null;
            /** @description The first day on which statistics are expected. */
            readonly startDate: components["schemas"]["Day"] | null;
            /** @description The target of sales of a month, in rupiah. */
            readonly monthlyTarget: number | null;
            readonly createdAt: components["schemas"]["Instant"];
        };
        /** @description The notes of a client that its page shows. */
        readonly ShownNotes: {
            /** @description The notes since the first day of the charts, newest day first. */
            readonly items: readonly components["schemas"]["ClientNote"][];
            /** @description The number of the other notes. */
            readonly earlier: number;
        };
        /** @description How the last sync of a client ended. */
        readonly LastItem: {
            /**
             * @description `pending` and `running`: unfinished; `done`: copied, perhaps with rejected rows; `failed`: `code` says why; `not_found`: the upstream does not know the name; `suspicious_empty`: an empty response where days are held, so nothing was changed; `cancelled`
             * @enum {string}
             */
            readonly status: "pending" | "running" | "done" | "failed" | "not_found" | "suspicious_empty" | "cancelled";
            /** @description A stable code of the problem; null when there is none. */
            readonly code: components["schemas"]["ItemCode"] | null;
            /** @description The problem as a sentence for a person. */
            readonly message: string | null;
            /** @description With the code `same_restaurant`: the other restaurant whose numbers these may be. */
            readonly otherName: string | null;
            /** @description Null while it is unfinished. */
            readonly finishedAt: components["schemas"]["Instant"] | null;
        };
        /** @description One server-sent event: `event` is the name in its `event:` line, `data` the JSON of its `data:` line. */
        readonly StreamEvent: components["schemas"]["ProgressEvent"] | components["schemas"]["RunEvent"] | components["schemas"]["CollectionEvent"] | components["schemas"]["ReplicaUpdatedEvent"];
        /** @description The active run has finished another item. The stream begins with it while a run is active. */
        readonly ProgressEvent: {
            /** @constant */
            readonly event: "progress";
            readonly data: components["schemas"]["Run"];
        };
        /** @description A run was planned, has started or has ended. */
        readonly RunEvent: {
            /** @constant */
            readonly event: "run";
            readonly data: components["schemas"]["Run"];
        };
        /** @description The state of a data collection has changed. */
        readonly CollectionEvent: {
            /** @constant */
            readonly event: "collection";
            readonly data: components["schemas"]["Collection"];
        };
        /** @description The statistics have changed. */
        readonly ReplicaUpdatedEvent: {
            /** @constant */
            readonly event: "replica-updated";
            /** @description How far the replica has come. */
            readonly data: {
                /** @description Grows with every change. */
                readonly revision: number;
            };
        };
        /** @description A message that an incident began or ended. */
        readonly AlertMessage: {
            /** @description The same each time the message is sent, so that a receiver can recognise a repetition. */
            readonly id: string;
            /**
             * @description Whether the incident began or ended; `test` for a test.
             * @enum {string}
             */
            readonly event: "started" | "ended" | "test";
            /**
             * @description What is wrong; docs/OPERATIONS.md explains each.
             * @enum {string}
             */
            readonly kind: "run_not_complete" | "data_stale" | "upstream_refused" | "suspicious_empty" | "batch_differs" | "backup_failed" | "test";
            /** @description A sentence for a person. It names no restaurant. */
            readonly text: string;
            readonly startedAt: components["schemas"]["Instant"];
            /** @description Null while the incident exists. */
            readonly endedAt: components["schemas"]["Instant"] | null;
            /** @description Whether the replica copies the demo upstream. */
            readonly demo: boolean;
        };
    };
    responses: {
        /** @description The path, a parameter or the body breaks a rule; `details` names each field */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No valid token or session */
        readonly Unauthorized: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The role of the caller is not allowed to do this */
        readonly Forbidden: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The path names a record that does not exist */
        readonly NotFound: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large: 256 kB, or 1 MB for a sync, an import and a push */
        readonly TooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The body has another type than those of the operation */
        readonly UnsupportedMediaType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description A bug; the log of the server has the details under the `X-Request-Id` of the response */
        readonly UnexpectedError: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The replica or the upstream cannot be used now; `message` says why */
        readonly Unavailable: {
            headers: {
                readonly "Retry-After": components["headers"]["RetryAfter"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The state of the response. Send it as `If-None-Match`. */
        readonly ETag: string;
        /** @description The addresses of the `first`, `prev`, `next` and `last` page (RFC 8288). */
        readonly Link: string;
        /** @description Try again after so many seconds. */
        readonly RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly healthReport: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Every component is up or degraded */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HealthReport"];
                };
            };
            /** @description The request is not valid HTTP; the response has no body */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 500: components["responses"]["UnexpectedError"];
            /** @description A component is down */
            readonly 503: {
                headers: {
                    readonly "Retry-After": components["headers"]["RetryAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HealthReport"];
                };
            };
        };
    };
    readonly healthLive: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The process responds. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LiveReport"];
                };
            };
            /** @description The request is not valid HTTP; the response has no body */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly healthReady: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The process may get requests */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HealthReport"];
                };
            };
            /** @description The request is not valid HTTP; the response has no body */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 500: components["responses"]["UnexpectedError"];
            /** @description The process should get no requests */
            readonly 503: {
                headers: {
                    readonly "Retry-After": components["headers"]["RetryAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["HealthReport"];
                };
            };
        };
    };
    readonly healthScrape: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The metrics in the text format of Prometheus */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly apiTokensList: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All API tokens, oldest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ApiTokenList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly apiTokensCreate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewToken"];
            };
        };
        readonly responses: {
            /** @description A token that was made. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MadeToken"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly apiTokensRevoke: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A token that was revoked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RevokedToken"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly statsLeaderboard: {
        readonly parameters: {
            readonly query: {
                /** @description The first day of the period. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day of the period, which has at most 1100 days. */
                readonly to: components["schemas"]["Day"];
                /** @description The figure that ranks the clients; null goes last. */
                readonly sort?: "name" | "coverage" | "totalSalesDelta" | "totalSalesDeltaPercent" | "grabSales" | "grabOrders" | "grabAdsSpend" | "grabAdsSales" | "grabNewCustomers" | "grabRepeatedCustomers" | "grabFakeOrders" | "gojekSales" | "gojekOrders" | "gojekAdsSpend" | "gojekAdsSales" | "gojekNewCustomers" | "gojekReturnedCustomers" | "gojekFakeOrders" | "totalSales" | "totalOrders" | "newCustomers" | "adsSpend" | "adsSales" | "fakeOrders" | "averageCheck" | "roas" | "adShare";
                /** @description `asc` for `name` and `desc` for figures, unless it is given. */
                readonly order?: "asc" | "desc";
                /** @description A part of the name, in any case and with any accents. */
                readonly search?: string;
                /** @description Clients of this status; without it all that are not archived. */
                readonly status?: "active" | "paused" | "churned" | "archived";
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description What the period is compared with; `previous` unless `compareFrom` is given. */
                readonly compare?: "previous" | "month" | "year" | "none";
                /** @description The first day of another period to compare with, instead of `compare`. */
                readonly compareFrom?: components["schemas"]["Day"];
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
                /** @description Counts orders without those that the agency placed itself. */
                readonly excludeFake?: boolean;
                /** @description The number of the page, from 1; 1 with `perPage` alone. */
                readonly page?: number;
                /** @description The size of the page; 50 with `page` alone. Without either the list has every client. */
                readonly perPage?: number;
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The clients, ranked by a figure of the period. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Leaderboard"];
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly statsAttention: {
        readonly parameters: {
            readonly query?: {
                /** @description The last day of the week; yesterday without it. */
                readonly to?: components["schemas"]["Day"];
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The clients that need attention in a week. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AttentionList"];
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly statsPage: {
        readonly parameters: {
            readonly query: {
                /** @description The first day of the period. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day of the period, which has at most 1100 days. */
                readonly to: components["schemas"]["Day"];
                /** @description What the period is compared with; `previous` unless `compareFrom` is given. */
                readonly compare?: "previous" | "month" | "year" | "none";
                /** @description The first day of another period to compare with, instead of `compare`. */
                readonly compareFrom?: components["schemas"]["Day"];
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
                /** @description Counts orders without those that the agency placed itself. */
                readonly excludeFake?: boolean;
                /** @description Adds buckets of this length; without it there are none. */
                readonly interval?: "day" | "week" | "month";
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The figures and days of one client and period. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientPage"];
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly statsYesterday: {
        readonly parameters: {
            readonly query?: {
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Who reported the last business day and who did not. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Yesterday"];
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly statsMissing: {
        readonly parameters: {
            readonly query: {
                /** @description The first day of the period. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day of the period, which has at most 1100 days. */
                readonly to: components["schemas"]["Day"];
                /** @description This client only, whatever its status; without it all active ones. */
                readonly clientId?: number;
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Which clients miss which days. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Gaps"];
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly statsExport: {
        readonly parameters: {
            readonly query: {
                /** @description `list`: the ranked list. `days`: every day of every listed client. */
                readonly view: "list" | "days";
                /** @description Exports this client only. */
                readonly clientId?: number;
                /** @description The first day of the period. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day of the period, which has at most 1100 days. */
                readonly to: components["schemas"]["Day"];
                /** @description The figure that ranks the clients; null goes last. */
                readonly sort?: "name" | "coverage" | "totalSalesDelta" | "totalSalesDeltaPercent" | "grabSales" | "grabOrders" | "grabAdsSpend" | "grabAdsSales" | "grabNewCustomers" | "grabRepeatedCustomers" | "grabFakeOrders" | "gojekSales" | "gojekOrders" | "gojekAdsSpend" | "gojekAdsSales" | "gojekNewCustomers" | "gojekReturnedCustomers" | "gojekFakeOrders" | "totalSales" | "totalOrders" | "newCustomers" | "adsSpend" | "adsSales" | "fakeOrders" | "averageCheck" | "roas" | "adShare";
                /** @description `asc` for `name` and `desc` for figures, unless it is given. */
                readonly order?: "asc" | "desc";
                /** @description A part of the name, in any case and with any accents. */
                readonly search?: string;
                /** @description Clients of this status; without it all that are not archived. */
                readonly status?: "active" | "paused" | "churned" | "archived";
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description What the period is compared with; `previous` unless `compareFrom` is given. */
                readonly compare?: "previous" | "month" | "year" | "none";
                /** @description The first day of another period to compare with, instead of `compare`. */
                readonly compareFrom?: components["schemas"]["Day"];
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
                /** @description Counts orders without those that the agency placed itself. */
                readonly excludeFake?: boolean;
                /** @description The number of the page, from 1; 1 with `perPage` alone. */
                readonly page?: number;
                /** @description The size of the page; 50 with `page` alone. Without either the list has every client. */
                readonly perPage?: number;
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description UTF-8 with a byte order mark, raw numbers, no formulas */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/csv": string;
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description Two exports of this caller are running */
            readonly 429: {
                headers: {
                    readonly "Retry-After": components["headers"]["RetryAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly putAsidePut: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PutAsideInput"];
            };
        };
        readonly responses: {
            /** @description The attention entries of a client are put aside until a day. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PutAside"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly putAsideTakeBack: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The entries are listed again */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsImportExport: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description UTF-8 with a byte order mark, one client a line */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/csv": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsImportPreview: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "text/csv": components["schemas"]["ClientFile"];
                readonly "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file.
                     */
                    readonly file: string;
                };
            };
        };
        readonly responses: {
            /** @description What a file of clients creates, changes and rejects. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ImportPreview"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsImportApply: {
        readonly parameters: {
            readonly query: {
                /** @description The `preview` of the preview of this file. */
                readonly preview: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "text/csv": components["schemas"]["ClientFile"];
                readonly "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file.
                     */
                    readonly file: string;
                };
            };
        };
        readonly responses: {
            /** @description What a file of clients creates, changes and rejects. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ImportPreview"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description The file or a client in it changed since the preview */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsList: {
        readonly parameters: {
            readonly query?: {
                /** @description A part of the name, in any case and with any accents. */
                readonly search?: string;
                /** @description Clients of this status; without it all that are not archived. */
                readonly status?: "active" | "paused" | "churned" | "archived";
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description The clients of this owner. */
                readonly ownerId?: number;
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsCreate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewClient"];
            };
        };
        readonly responses: {
            /** @description A restaurant that the agency looks after. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsFindOne: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A restaurant that the agency looks after. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsUpdate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ClientPatch"];
            };
        };
        readonly responses: {
            /** @description A restaurant that the agency looks after. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsAssign: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ClientsAssignmentInput"];
            };
        };
        readonly responses: {
            /** @description How many clients were assigned. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AssignedClients"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description A client does not exist; nothing is changed */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsArchive: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A restaurant that the agency looks after. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientsRestore: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A restaurant that the agency looks after. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientNotesList: {
        readonly parameters: {
            readonly query?: {
                /** @description The first day. */
                readonly from?: components["schemas"]["Day"];
                /** @description The last day. */
                readonly to?: components["schemas"]["Day"];
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientNotePage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientNotesCreate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewNote"];
            };
        };
        readonly responses: {
            /** @description Something that happened at a client on a day. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientNote"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            /** @description The client has as many notes as it may have */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientNotesDelete: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The note is deleted */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly clientNotesUpdate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NotePatch"];
            };
        };
        readonly responses: {
            /** @description Something that happened at a client on a day. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientNote"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ownersList: {
        readonly parameters: {
            readonly query?: {
                /** @description A part of the name, in any case and with any accents. */
                readonly search?: string;
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OwnerPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ownersCreate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewOwner"];
            };
        };
        readonly responses: {
            /** @description The owner of one or several clients, who reads reports and never logs in. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Owner"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ownersFindOne: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The owner of one or several clients, who reads reports and never logs in. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Owner"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ownersUpdate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["OwnerPatch"];
            };
        };
        readonly responses: {
            /** @description The owner of one or several clients, who reads reports and never logs in. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Owner"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly upstreamMatchesList: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Suggestions for a person who maps a client. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UpstreamMatches"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsFindOfClient: {
        readonly parameters: {
            readonly query?: {
                /** @description The month, instead of `from` and `to`. */
                readonly month?: components["schemas"]["Month"];
                /** @description The first day, with `to`. */
                readonly from?: components["schemas"]["Day"];
                /** @description The last day. */
                readonly to?: components["schemas"]["Day"];
                /** @description By default the owner's language. */
                readonly lang?: "ru" | "en" | "id";
                /** @description JSON, text for a messenger, or a workbook. */
                readonly format?: "json" | "text" | "xlsx";
            };
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The report, in the format that was asked for */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                    readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    readonly "application/json": components["schemas"]["OwnerReport"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsFindOfOwner: {
        readonly parameters: {
            readonly query?: {
                /** @description The month, instead of `from` and `to`. */
                readonly month?: components["schemas"]["Month"];
                /** @description The first day, with `to`. */
                readonly from?: components["schemas"]["Day"];
                /** @description The last day. */
                readonly to?: components["schemas"]["Day"];
                /** @description By default the owner's language. */
                readonly lang?: "ru" | "en" | "id";
                /** @description JSON, text for a messenger, or a workbook. */
                readonly format?: "json" | "text" | "xlsx";
            };
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The report, in the format that was asked for */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                    readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    readonly "application/json": components["schemas"]["OwnerReport"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            /** @description The owner has no clients */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsCommentOnClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReportCommentInput"];
            };
        };
        readonly responses: {
            /** @description The comment of a report; null when there is none. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportComment"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsCommentOnOwner: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReportCommentInput"];
            };
        };
        readonly responses: {
            /** @description The comment of a report; null when there is none. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportComment"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsListOfClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Links to reports, newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportLinkList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsLinkClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewReportLinkInput"];
            };
        };
        readonly responses: {
            /** @description A link to a report. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["NewReportLink"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            /** @description There are 100 working links, or the owner has no clients */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsListOfOwner: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Links to reports, newest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportLinkList"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsLinkOwner: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewReportLinkInput"];
            };
        };
        readonly responses: {
            /** @description A link to a report. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["NewReportLink"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            /** @description There are 100 working links, or the owner has no clients */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly reportsRevoke: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The link works no more */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncStart: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description A repeated request with this key returns the first result. 1 to 255 visible ASCII characters. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["RunRequest"];
            };
        };
        readonly responses: {
            /** @description One was active: its id, `created: false` */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A run was started */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Started"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description Nothing is copied from a statistics server: its numbers are pushed */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description The key was sent with another request before */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncStatus: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of the sync and of the replica. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SyncStatus"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncIncomplete: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["IncompletePage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncRetryIncomplete: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description A repeated request with this key returns the first result. 1 to 255 visible ASCII characters. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A run was started */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Started"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description No restaurant is left to be copied, or a run is active */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The key was sent with another request before */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description Runs of this status only. */
                readonly status?: "queued" | "running" | "completed" | "partial" | "failed" | "cancelled" | "interrupted";
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One copy of days of some clients. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncItems: {
        readonly parameters: {
            readonly query?: {
                /** @description Items of this status only. */
                readonly status?: "pending" | "running" | "done" | "failed" | "not_found" | "suspicious_empty" | "cancelled";
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ItemPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncCancel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The run, which has ended */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Run"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            /** @description The run has ended already */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncRetry: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description A repeated request with this key returns the first result. 1 to 255 visible ASCII characters. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A run was started */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Started"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            /** @description Every item of the run is done, or a run is active */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The key was sent with another request before */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncPreview: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        readonly responses: {
            /** @description The changes that an exact copy of one client would make. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExactPreview"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly syncAcceptEmpty: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description A repeated request with this key returns the first result. 1 to 255 visible ASCII characters. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
                /** @description The id of the record. */
                readonly itemId: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A run was started */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Started"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            /** @description The item is no suspicious empty response, or a run is active */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The key was sent with another request before */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly eventsStream: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The stream: each event has a name and JSON data */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": components["schemas"]["StreamEvent"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly collectionStart: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description A repeated request with this key returns the first result. 1 to 255 visible ASCII characters. */
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                readonly "application/json": components["schemas"]["CollectionRequest"];
            };
        };
        readonly responses: {
            /** @description One was active: its id, `created: false` */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Started"];
                };
            };
            /** @description A collection was started */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Started"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description The key was sent with another request before */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly collectionStatus: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The state of data collection. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CollectionState"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly collectionRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description Collections of this status only. */
                readonly status?: "requesting" | "running" | "succeeded" | "no_new_data" | "failed" | "unknown" | "unsupported" | "timed_out";
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CollectionPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ingestPush: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Push"];
            };
        };
        readonly responses: {
            /** @description All of it was applied */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Some of it was applied */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Receipt"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description The same batch is being worked on */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description None of it was applied, or the batch id was sent with other rows */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Receipt"] | components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ingestSaveStats: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["LegacyPush"];
            };
        };
        readonly responses: {
            /** @description All of it was applied */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LegacyReceipt"];
                };
            };
            /** @description Some of it was applied */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LegacyReceipt"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description The same batch is being worked on */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description None of it was applied */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["LegacyReceipt"] | components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ingestList: {
        readonly parameters: {
            readonly query?: {
                /** @description The number of the page, from 1. */
                readonly page?: number;
                /** @description The size of the page. */
                readonly perPage?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page of a list. */
            readonly 200: {
                headers: {
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReceiptPage"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly ingestFindOne: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What became of a push. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Receipt"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly dashboardDataBoard: {
        readonly parameters: {
            readonly query: {
                /** @description The first day of the period. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day of the period, which has at most 1100 days. */
                readonly to: components["schemas"]["Day"];
                /** @description The figure that ranks the clients; null goes last. */
                readonly sort?: "name" | "coverage" | "totalSalesDelta" | "totalSalesDeltaPercent" | "grabSales" | "grabOrders" | "grabAdsSpend" | "grabAdsSales" | "grabNewCustomers" | "grabRepeatedCustomers" | "grabFakeOrders" | "gojekSales" | "gojekOrders" | "gojekAdsSpend" | "gojekAdsSales" | "gojekNewCustomers" | "gojekReturnedCustomers" | "gojekFakeOrders" | "totalSales" | "totalOrders" | "newCustomers" | "adsSpend" | "adsSales" | "fakeOrders" | "averageCheck" | "roas" | "adShare";
                /** @description `asc` for `name` and `desc` for figures, unless it is given. */
                readonly order?: "asc" | "desc";
                /** @description A part of the name, in any case and with any accents. */
                readonly search?: string;
                /** @description Clients of this status; without it all that are not archived. */
                readonly status?: "active" | "paused" | "churned" | "archived";
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description What the period is compared with; `previous` unless `compareFrom` is given. */
                readonly compare?: "previous" | "month" | "year" | "none";
                /** @description The first day of another period to compare with, instead of `compare`. */
                readonly compareFrom?: components["schemas"]["Day"];
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
                /** @description Counts orders without those that the agency placed itself. */
                readonly excludeFake?: boolean;
                /** @description The number of the page, from 1; 1 with `perPage` alone. */
                readonly page?: number;
                /** @description The size of the page; 50 with `page` alone. Without either the list has every client. */
                readonly perPage?: number;
                /** @description Adds buckets of this length; without it there are none. */
                readonly interval?: "day" | "week" | "month";
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The ranked list of the dashboard and its totals. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Board"];
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly dashboardDataNotes: {
        readonly parameters: {
            readonly query: {
                /** @description The first day. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day. */
                readonly to: components["schemas"]["Day"];
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description Clients of this status; without it all that are not archived. */
                readonly status?: "active" | "paused" | "churned" | "archived";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The notes of the clients of a list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ListNotes"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly dashboardDataClient: {
        readonly parameters: {
            readonly query: {
                /** @description The first day of the period. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day of the period, which has at most 1100 days. */
                readonly to: components["schemas"]["Day"];
                /** @description What the period is compared with; `previous` unless `compareFrom` is given. */
                readonly compare?: "previous" | "month" | "year" | "none";
                /** @description The first day of another period to compare with, instead of `compare`. */
                readonly compareFrom?: components["schemas"]["Day"];
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
                /** @description Counts orders without those that the agency placed itself. */
                readonly excludeFake?: boolean;
                /** @description Adds buckets of this length; without it there are none. */
                readonly interval?: "day" | "week" | "month";
            };
            readonly header?: {
                /** @description The `ETag` of the response that the caller holds. Nothing has changed since: the response is 304. */
                readonly "If-None-Match"?: string;
            };
            readonly path: {
                /** @description The id of the record. */
                readonly id: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The page of a client with its card and its last sync. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientView"];
                };
            };
            /** @description The caller holds the present response */
            readonly 304: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly xlsxExportDownload: {
        readonly parameters: {
            readonly query: {
                /** @description `list`: the ranked list. `days`: every day of every listed client. */
                readonly view: "list" | "days";
                /** @description Exports this client only. */
                readonly clientId?: number;
                /** @description The first day of the period. */
                readonly from: components["schemas"]["Day"];
                /** @description The last day of the period, which has at most 1100 days. */
                readonly to: components["schemas"]["Day"];
                /** @description The figure that ranks the clients; null goes last. */
                readonly sort?: "name" | "coverage" | "totalSalesDelta" | "totalSalesDeltaPercent" | "grabSales" | "grabOrders" | "grabAdsSpend" | "grabAdsSales" | "grabNewCustomers" | "grabRepeatedCustomers" | "grabFakeOrders" | "gojekSales" | "gojekOrders" | "gojekAdsSpend" | "gojekAdsSales" | "gojekNewCustomers" | "gojekReturnedCustomers" | "gojekFakeOrders" | "totalSales" | "totalOrders" | "newCustomers" | "adsSpend" | "adsSales" | "fakeOrders" | "averageCheck" | "roas" | "adShare";
                /** @description `asc` for `name` and `desc` for figures, unless it is given. */
                readonly order?: "asc" | "desc";
                /** @description A part of the name, in any case and with any accents. */
                readonly search?: string;
                /** @description Clients of this status; without it all that are not archived. */
                readonly status?: "active" | "paused" | "churned" | "archived";
                /** @description The clients of this user. */
                readonly managerId?: number;
                /** @description What the period is compared with; `previous` unless `compareFrom` is given. */
                readonly compare?: "previous" | "month" | "year" | "none";
                /** @description The first day of another period to compare with, instead of `compare`. */
                readonly compareFrom?: components["schemas"]["Day"];
                /** @description Counts one platform only, as if the other had never reported. */
                readonly platform?: "all" | "grab" | "gojek";
                /** @description Counts orders without those that the agency placed itself. */
                readonly excludeFake?: boolean;
                /** @description The number of the page, from 1; 1 with `perPage` alone. */
                readonly page?: number;
                /** @description The size of the page; 50 with `page` alone. Without either the list has every client. */
                readonly perPage?: number;
                /** @description The language of the headings; without it that of the reader. */
                readonly lang?: "ru" | "en";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The workbook: one sheet of numbers and one about them */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthorized"];
            readonly 403: components["responses"]["Forbidden"];
            /** @description Two exports of this caller are running */
            readonly 429: {
                headers: {
                    readonly "Retry-After": components["headers"]["RetryAfter"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Problem"];
                };
            };
            readonly 500: components["responses"]["UnexpectedError"];
            readonly 503: components["responses"]["Unavailable"];
        };
    };
    readonly sendAlert: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description The id of the message */
                readonly "webhook-id": string;
                /** @description When it was sent, in Unix seconds */
                readonly "webhook-timestamp": string;
                /** @description `v1,` and the base64 HMAC-SHA256 of `ID.TIMESTAMP.BODY` */
                readonly "webhook-signature": string;
                /** @description The older form of the timestamp */
                readonly "x-delivery-timestamp": string;
                /** @description `sha256=` and the hex HMAC-SHA256 of `TIMESTAMP.BODY` */
                readonly "x-delivery-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["AlertMessage"];
            };
        };
        readonly responses: {
            /** @description The receiver has the message */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
