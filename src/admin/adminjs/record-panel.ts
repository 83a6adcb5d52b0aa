import type { EntityManager } from 'typeorm';
import type { RecordFormatter } from './record-formatter.js';
import type { Role } from '../../auth/index.js';

/** A short table below the values of a record: what belongs to it, newest first. */
export interface RecordPanel {
  readonly name: string;
  /** The least powerful role that may see it. */
  readonly access: Role;
  read(id: number, formatter: RecordFormatter, tx: EntityManager): Promise<PanelContent>;
}

/** A panel in the viewer's language. */
export interface PanelContent {
  readonly title: string;
  readonly columns: readonly PanelColumn[];
  /** The cells of each row, in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
  /** What a panel without rows says. */
  readonly empty: string;
  /** The list that has all rows. */
  readonly more: { readonly label: string; readonly href: string };
}

export interface PanelColumn {
  readonly label: string;
  readonly isNumber?: true;
  /** Set for a column that a narrow screen leaves out. */
  readonly isWide?: true;
}

/** A figure of all rows of a filtered list. */
export interface ListTotal {
  readonly label: string;
  readonly value: string;
  /** Set for a figure that a narrow screen leaves out. */
  readonly isWide?: true;
}
